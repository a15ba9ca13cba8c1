"""One GPU of a plan, drawn: its instances where NVIDIA's driver puts them, and the pods on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tritonfleet import geometry
from tritonfleet.picture.model import Gpu, Occupant, Slice
from tritonfleet.planner.gpu_memory import unit_memory
from tritonfleet.planner.nodes import GPU, NodeGroup
from tritonfleet.planner.placing.placed import PlacedGpu
from tritonfleet.planner.units import unit_text
from tritonfleet.spec.layouts import Layout

MIB_PER_GIB = 1024
SPARE = "to spare"
"""The note of a pod that does not run yet: room that the plan keeps for it."""
Pods = dict[str, list[Occupant]]
"""Unit → the pods on one GPU that sit on it."""


def draw_gpu(group: NodeGroup, placed: PlacedGpu, pods: Pods) -> Gpu:
    """One GPU of a node of the group, with the pods that sit on each unit of it."""
    product = geometry.product(group.gpu.product)
    memory_gib = geometry.gpu_memory(product).mib / MIB_PER_GIB if product else 0.0
    if not placed.layout:
        (unit,) = placed.units
        running, reserved = _apart(pods.get(unit, []), placed.units[unit])
        # Beside GPUs that are cut, one that is not is drawn as large as they are.
        size = product.memory_slices or 1 if product and group.strategy != "none" else 1
        resource, sharers = group.advertised(GPU), placed.units[unit]
        whole = Slice("", 0, size, memory_gib, resource, sharers, running, reserved)
        return Gpu(placed.index, size, memory_gib, slices=(whole,))
    places = _places(product, placed.layout)
    size = max([product.memory_slices if product else 0, *(start + size for _, start, size in places)])
    slices = tuple(_slices(group, placed, places, pods))
    return Gpu(placed.index, size, memory_gib, _compute_lost(product, placed.layout), slices)


def _slices(
    group: NodeGroup, placed: PlacedGpu, places: Sequence[tuple[str, int, int]], pods: Pods
) -> Iterator[Slice]:
    for profile, start, size in places:
        device = geometry.resource_name(profile) if group.strategy == "mixed" else GPU
        unit, sharers = unit_text(profile, group.replicas.get(device)), group.replicas.get(device, 1)
        waiting = pods.get(unit, [])
        own, pods[unit] = waiting[:sharers], waiting[sharers:]
        memory = unit_memory(group.gpu, unit)
        gib = memory.mib / MIB_PER_GIB if memory else 0.0
        running, reserved = _apart(own, sharers)
        yield Slice(profile, start, size, gib, group.advertised(device), sharers, running, reserved)


def _apart(pods: Sequence[Occupant], places: int) -> tuple[tuple[Occupant, ...], str]:
    """The pods that run, and for whom the other places are kept; where some are free, kept ones count as pods."""
    running = tuple(pod for pod in pods if pod.note != SPARE)
    if len(running) == len(pods) or len(pods) < places:
        return tuple(pods), ""
    kept = dict.fromkeys(f"{pod.service}/{pod.environment}" for pod in pods if pod.note == SPARE)
    return running, f"{', '.join(kept)} ({SPARE})"


def _places(product: geometry.Product | None, layout: Layout) -> list[tuple[str, int, int]]:
    """Profile, start and size of each instance; side by side where the product's placements are not known."""
    found = geometry.place(product, layout) if product else None
    if found is not None:
        return [(place.profile.name, place.start, place.size) for place in found]
    profiles = [profile for profile, count in layout.items() for _ in range(count)]
    return [(profile, start, 1) for start, profile in enumerate(profiles)]


def _compute_lost(product: geometry.Product | None, layout: Layout) -> int:
    """Compute slices that neither an instance has nor another one could get."""
    if product is None or not product.placements_known:
        return 0
    found = [(product.find(profile), count) for profile, count in layout.items()]
    used = sum(profile.compute_slices * count for profile, count in found if profile)
    return 0 if geometry.room_for(product, layout) else product.compute_slices - used
