"""GPU memory: what a service's models need, and what a slice, a share or a GPU has."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet import geometry
from tritonfleet.geometry.memory import BYTES_PER_MIB
from tritonfleet.planner.units import unit_parts
from tritonfleet.spec.gpu import PoolGpu
from tritonfleet.spec.model import Model


def needed_mib(models: Mapping[str, Model]) -> int:
    """What the models declare to need on one GPU, together; models that declare nothing count as nothing."""
    declared = (m.load.gpu_memory.bytes for m in models.values() if m.load and m.load.gpu_memory)
    return -(-sum(declared) // BYTES_PER_MIB)


def unit_memory(gpu: PoolGpu, unit: str) -> geometry.Memory | None:
    """Memory that one pod finds on a unit; None for an unknown product or profile.

    A time-slice sees the memory of the whole device, which its sharers fill together. An MPS client gets its part
    (NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/daemon.go).
    """
    product = geometry.product(gpu.product)
    if product is None:
        return None
    if name := unit_parts(unit)[0]:
        profile = product.find(name)
        return geometry.instance_memory(product, profile) if profile else None
    whole = geometry.gpu_memory(product)
    return geometry.Memory(whole.mib // gpu.mps.replicas, whole.estimated) if gpu.mps else whole
