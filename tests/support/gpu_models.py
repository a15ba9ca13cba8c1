"""Some of NVIDIA's GPUs, as NVML names them.

Profiles: NVIDIA/mig-parted:pkg/mig/builder/builder_test.go; PCI ids: deployments/systemd/config-default.yaml there.
Memory (MiB) is what nvidia-smi shows.
"""

from __future__ import annotations

from support.gpus import Gpu

L4 = Gpu("NVIDIA L4", 23034, compute=(8, 9), pci_device=0x27B810DE)
A30 = Gpu(
    "NVIDIA A30",
    24576,
    profiles=("1g.6gb", "1g.6gb+me", "2g.12gb", "2g.12gb+me", "4g.24gb"),
    pci_device=0x20B710DE,
)
A100_80GB = Gpu(
    "NVIDIA A100-SXM4-80GB",
    81920,
    profiles=("1g.10gb", "1g.10gb+me", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"),
    pci_device=0x20B210DE,
)
H200 = Gpu(
    "NVIDIA H200",
    143771,
    profiles=("1g.18gb", "1g.18gb+me", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"),
    compute=(9, 0),
    pci_device=0x233510DE,
)
RTX_PRO_6000 = Gpu(
    "NVIDIA RTX PRO 6000 Blackwell Server Edition",
    97887,
    profiles=("1g.24gb", "1g.24gb+me", "1g.24gb+gfx", "1g.24gb+me.all", "1g.24gb-me",
              "2g.48gb", "2g.48gb+gfx", "2g.48gb+me.all", "2g.48gb-me", "4g.96gb", "4g.96gb+gfx"),
    compute=(12, 0),
    pci_device=0x2BB510DE,
)  # fmt: skip
