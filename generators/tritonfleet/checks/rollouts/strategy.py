"""How workloads replace their pods: the numbers behind maxSurge and maxUnavailable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, mapping, value
from tritonfleet.checks.scaling import least_replicas, scalers
from tritonfleet.checks.scaling.fields import whole
from tritonfleet.checks.world import World

_DEFAULT = "25%"


@dataclass(frozen=True, slots=True)
class Update:
    """How a Deployment, or a Rollout without traffic routing, replaces its pods.

    ``replicas``: the fewest it runs with. ``surge``: pods that are added meanwhile, rounded up. ``unavailable``: pods
    that may be missing, rounded down; 1 where both would be 0, as the controllers do. ``path`` leads to the two
    fields' parent. ``written``: maxSurge and maxUnavailable as they stand, defaults included.
    """

    workload: Workload
    replicas: int
    surge: int
    unavailable: int
    path: Path
    written: tuple[Any, Any]

    @property
    def resource(self) -> Resource:
        """The object that is rolled out."""
        return self.workload.resource


def updates(world: World) -> list[Update]:
    """Every rolling update, of Deployments and of Rollouts whose canary is made of replicas."""
    return world.derived(_updates)


def amount(given: Any, replicas: int, *, up: bool) -> int | None:
    """What a number or a percentage of replicas comes to; None when it is neither."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    percent = whole(given.removesuffix("%")) if isinstance(given, str) else None
    if percent is None:
        return None
    return -(-percent * replicas // 100) if up else percent * replicas // 100


def _updates(world: World) -> list[Update]:
    found = []
    by_target = world.derived(scalers)
    for workload in world.index.workloads:
        place = _place(workload.resource)
        if place is not None:
            update = _update(workload, least_replicas(workload, by_target), *place)
            found += [update] if update else []
    return found


def _place(resource: Resource) -> tuple[Path, Mapping[str, Any]] | None:
    """Where the two fields stand, and the mapping that holds them; None when pods are replaced in another way."""
    if resource.kind == "Deployment":
        strategy = mapping(resource.data, "spec", "strategy")
        if strategy.get("type", "RollingUpdate") == "RollingUpdate":
            return ("spec", "strategy", "rollingUpdate"), mapping(strategy, "rollingUpdate")
    elif resource.kind == "Rollout":
        canary = value(resource.data, "spec", "strategy", "canary")
        if isinstance(canary, dict) and not canary.get("trafficRouting"):
            return ("spec", "strategy", "canary"), canary
    return None


def _update(workload: Workload, replicas: int, path: Path, fields: Mapping[str, Any]) -> Update | None:
    written = (fields.get("maxSurge", _DEFAULT), fields.get("maxUnavailable", _DEFAULT))
    surge = amount(written[0], replicas, up=True)
    unavailable = amount(written[1], replicas, up=False)
    if surge is None or unavailable is None:
        return None
    if surge == 0 and unavailable == 0:
        unavailable = 1
    return Update(workload, replicas, surge, unavailable, path, written)
