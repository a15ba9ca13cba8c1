"""What a pod has of a GPU: as profiles name it, and as a share of what is paid for."""

from __future__ import annotations

from tritonfleet.geometry import product
from tritonfleet.planner.pools import Placement
from tritonfleet.planner.profiles import WHOLE_GPU
from tritonfleet.spec.gpu import GpuRequest


def unit_of(gpu: GpuRequest | None) -> str:
    """A pod's GPU as profiles name it; a service on CPU reads as one on a whole GPU."""
    if gpu is None:
        return WHOLE_GPU
    return f"share-{gpu.share}" if gpu.share else gpu.slice or WHOLE_GPU


def gpus_of(gpu: GpuRequest | None, placement: Placement | None) -> float:
    """The GPUs that a pod keeps from others: 0.5 for a 3g.40gb, of which two fit on one."""
    if gpu is None:
        return 0.0
    if gpu.share:
        return 1 / gpu.share
    found = product(placement.pool.gpu.product) if placement and placement.pool.gpu else None
    profile = found.profiles.get(gpu.slice) if found and gpu.slice else None
    if found is None or profile is None:
        return float(gpu.count or 1)
    memory = 0.0
    if profile.memory_slices and found.memory_slices:
        memory = profile.memory_slices / found.memory_slices
    return max(profile.compute_slices / found.compute_slices, memory)
