"""GPU memory: what a service's models need, and what a slice, a share or a GPU has."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet import geometry
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.model import Model

MIB = 1024**2


def needed_mib(models: Mapping[str, Model]) -> int:
    """What the models declare to need on one GPU, together; models that declare nothing count as nothing."""
    declared = (m.load.gpu_memory.bytes for m in models.values() if m.load and m.load.gpu_memory)
    return -(-sum(declared) // MIB)


def unit_memory(gpu: PoolGpu, unit: str) -> geometry.Memory | None:
    """Memory that one pod finds on a unit (``count``, ``share 4``, ``slice 1g.10gb``); None for an unknown product.

    A time-slice sees the memory of the whole device, which its sharers fill together. An MPS client gets its part
    (NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/daemon.go).
    """
    product = geometry.product(gpu.product)
    if product is None:
        return None
    words = unit.split()
    if words[0] == "slice":
        profile = product.find(words[1])
        return geometry.instance_memory(product, profile) if profile else None
    whole = geometry.gpu_memory(product)
    return geometry.Memory(whole.mib // gpu.mps.replicas, whole.estimated) if gpu.mps else whole
