"""Between how many pods an autoscaler decides."""

from __future__ import annotations

from tritonfleet.planner.derived import Derived
from tritonfleet.planner.scaling.constants import constants
from tritonfleet.planner.scaling.load import peak_pods
from tritonfleet.planner.scaling.room import Room
from tritonfleet.planner.scaling.types import Given
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.service import Service
from tritonfleet.words import count


def minimum(spec: Service) -> Derived[int]:
    """The fewest pods: as asked, else the replicas."""
    assert spec.scaling is not None
    if spec.scaling.min is not None:
        return Derived(spec.scaling.min, "asked for (scaling.min)", "pods")
    return Derived(max(spec.replicas, 1), "replicas" if spec.replicas else "replicas is 0: one", "pods")


def fitting(spec: Service, room: Room) -> int:
    """The most pods that find a place while every other scaled service takes its share."""
    return spec.replicas + room.share


def maximum(service: ResolvedService, given: Given) -> Derived[int]:
    """The most pods: as asked, else what fits on the pool, else what the load needs."""
    spec, least = service.spec, minimum(service.spec).value
    assert spec.scaling is not None
    if spec.scaling.max is not None:
        return Derived(spec.scaling.max, "asked for (scaling.max)", "pods")
    if given.room:
        return _by_room(spec, given.room, least)
    peak = peak_pods(service, given.measured)
    if peak:
        return Derived(max(peak.value, least), peak.reason, "pods")
    growth = constants().cpu_growth
    pods = max(spec.replicas, least, 1) * growth
    reason = f"{growth} × replicas: no load is stated, and no GPU bounds it (scaling.max states another)"
    return Derived(pods, reason, "pods")


def usual(service: ResolvedService, given: Given) -> Derived[int]:
    """Pods that carry the expected load: where nothing can be measured, so many are right."""
    least, most = minimum(service.spec).value, maximum(service, given).value
    peak = peak_pods(service, given.measured)
    pods = max(peak.value if peak else service.spec.replicas, least, 1)
    reason = peak.reason if peak else "replicas: no load is stated that a measurement could divide"
    if pods > most:
        return Derived(most, f"the maximum; {reason} would be {pods}", "pods")
    return Derived(pods, reason, "pods")


def _by_room(spec: Service, room: Room, least: int) -> Derived[int]:
    fits = fitting(spec, room)
    shared = f", shared by {count(room.sharers, 'scaled service')}" if room.sharers > 1 else ""
    places = f"{room.where} has {count(room.free_pods, 'place')} left{shared}"
    return Derived(
        max(fits, least), f"{count(spec.replicas, 'replica')} and {room.share} more: {places}", "pods"
    )
