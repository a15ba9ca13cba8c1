"""Devices as NVIDIA's DRA driver lists them in a ResourceSlice.

Source: kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/{deviceinfo,mig}.go.
"""

from __future__ import annotations

from typing import Any

Device = dict[str, Any]

A100, H100, L40S = "NVIDIA A100-SXM4-80GB", "NVIDIA H100 80GB HBM3", "NVIDIA L40S"
ARCHITECTURES = {A100: ("Ampere", "8.0.0"), H100: ("Hopper", "9.0.0"), L40S: ("Ada Lovelace", "8.9.0")}


def whole(minor: int, product: str) -> Device:
    """A GPU that is not cut."""
    return {
        "name": f"gpu-{minor}",
        "attributes": _common(product) | {"type": {"string": "gpu"}, "uuid": {"string": f"GPU-{minor}"}},
        "capacity": {"memory": {"value": "80Gi"}},
    }


def slice_of(minor: int, product: str, profile: str, start: int) -> Device:
    """A MIG instance of a GPU."""
    own = {
        "type": {"string": "mig"},
        "uuid": {"string": f"MIG-{minor}-{start}"},
        "parentUUID": {"string": f"GPU-{minor}"},
        "profile": {"string": profile},
    }
    return {
        "name": f"gpu-{minor}-mig-{profile.replace('.', '').replace('+', '')}-{start}",
        "attributes": _common(product) | own,
        "capacity": {"memory": {"value": "9984Mi"}, "multiprocessors": {"value": "16"}},
    }


def _common(product: str) -> dict[str, Any]:
    architecture, capability = ARCHITECTURES[product]
    return {
        "productName": {"string": product},
        "brand": {"string": "Nvidia"},
        "architecture": {"string": architecture},
        "cudaComputeCapability": {"version": capability},
        "driverVersion": {"version": "580.126.20"},
        "cudaDriverVersion": {"version": "13.0.0"},
        "addressingMode": {"string": "HMM"},
    }


MIXED_NODE: list[Device] = [
    whole(0, H100),
    whole(1, A100),
    whole(2, L40S),
    slice_of(3, H100, "1g.10gb", 0),
    slice_of(3, H100, "1g.10gb", 1),
    slice_of(3, H100, "1g.10gb+me", 2),
    slice_of(3, H100, "3g.40gb", 4),
    slice_of(4, A100, "1g.10gb", 0),
    slice_of(4, A100, "3g.40gb", 4),
]
"""Three products beside each other, some cut: more of a mix than a node would have."""
