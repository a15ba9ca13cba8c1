"""What a pod has of a GPU, as a share of what is paid for."""

from __future__ import annotations

from tritonfleet.geometry import product
from tritonfleet.planner.pools import Placement
from tritonfleet.spec.gpu import GpuRequest


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
