"""Scaled services for tests: a small fleet on a cluster that has KEDA and Prometheus, and what is derived from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from support.fleets import parsed, small
from tritonfleet.planner.profiles import ProfileRow
from tritonfleet.planner.scaling import Given, Room, ScalingPlan, scaling_plan
from tritonfleet.spec.consistency import check_environment
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService, resolve_service

PROMETHEUS = {"namespace": "monitoring", "address": "http://prometheus.monitoring.svc:9090", "adapter": {}}
CLUSTER = {"clusters__main__prometheus": PROMETHEUS, "clusters__main__keda": {}}
ROOM = Room(2, 1, "pool gpu of cluster main")
SLO = {"latency": {"objective": "99%", "within": "80ms"}}


def fleet(scaling: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The small fleet with scaling, on a cluster with all that it may need; ``changes`` as ``small`` takes them."""
    return small(**CLUSTER | {"services__vision__scaling": {} if scaling is None else scaling} | changes)


def resolved(
    scaling: dict[str, Any] | None = None, **changes: Any
) -> tuple[ResolvedService, ResolvedEnvironment]:
    """The service of such a fleet in its environment."""
    environment = resolve_service(parsed(fleet(scaling, **changes)), "vision")["prod"]
    return environment.services["vision"], environment


def planned(
    scaling: dict[str, Any] | None = None,
    *,
    room: Room | None = ROOM,
    measured: ProfileRow | None = None,
    **changes: Any,
) -> ScalingPlan:
    """What is derived for it."""
    plan = scaling_plan(*resolved(scaling, **changes), Given(room, measured))
    assert plan is not None
    return plan


def measured(throughput: float = 800, latency_ms: float = 20) -> ProfileRow:
    """A measurement of one pod as it runs."""
    return ProfileRow("gpu", 16, 1, throughput, latency_ms)


def said(scaling: dict[str, Any] | None = None, **changes: Any) -> list[tuple[str, str, str]]:
    """Rule, message and mend of all that is said of the scaling."""
    file = parsed(fleet(scaling, **changes), Path("/nowhere"))
    environment = resolve_service(file, "vision")["prod"]
    broken = [(found.rule, found.message, found.fix) for found in check_environment(file, environment)]
    return [found for found in broken if found[0].startswith("FLT07")]
