"""Argo Rollouts: Rollouts and the Services, steps and routes of their strategies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.scaling import target_workload
from tritonfleet.checks.scaling.fields import integer
from tritonfleet.checks.world import World

GROUP = "argoproj.io"
_STRATEGY = ("spec", "strategy")


@dataclass(frozen=True, slots=True)
class Rollout:
    """A Rollout. ``canary`` and ``blue_green`` are None where the strategy does not name them; either may be empty."""

    resource: Resource
    spec: Mapping[str, Any]
    canary: Mapping[str, Any] | None
    blue_green: Mapping[str, Any] | None

    @property
    def path(self) -> Path:
        """Where its strategy's fields stand."""
        return (*_STRATEGY, "canary" if self.canary is not None else "blueGreen")

    @property
    def routing(self) -> Mapping[str, Any]:
        """``canary.trafficRouting``; empty when replicas alone divide the traffic."""
        return mapping(self.canary, "trafficRouting")

    @property
    def routed(self) -> bool:
        """Whether a traffic router divides the traffic."""
        return bool(self.routing)

    @property
    def steps(self) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        """The canary's steps, with their paths."""
        for number, step in items(self.canary, "steps"):
            yield (*_STRATEGY, "canary", "steps", number), step

    @property
    def services(self) -> Iterator[tuple[Path, str]]:
        """Every Service that the strategy names, with the path of its name."""
        fields = _CANARY_SERVICES if self.canary is not None else _BLUE_GREEN_SERVICES
        for field in fields:
            name = value(self.spec, "strategy", self.path[-1], *field)
            if isinstance(name, str) and name:
                yield (*self.path, *field), name

    @property
    def replicas(self) -> int:
        """``spec.replicas``; 1 when it is not set."""
        found = integer(self.spec.get("replicas"))
        return 1 if found is None else found

    def workload(self, world: World) -> Workload | None:
        """What makes its pods: itself, or the Deployment that it refers to; None when neither is there."""
        resource = self.resource
        return target_workload(world, (resource.kind, resource.namespace, resource.name))


_CANARY_SERVICES: tuple[tuple[str, ...], ...] = (
    ("stableService",),
    ("canaryService",),
    ("pingPong", "pingService"),
    ("pingPong", "pongService"),
)
_BLUE_GREEN_SERVICES: tuple[tuple[str, ...], ...] = (("activeService",), ("previewService",))


def rollouts(world: World) -> list[Rollout]:
    """Every Rollout."""
    return world.derived(_rollouts)


def _rollouts(world: World) -> list[Rollout]:
    return [_rollout(r) for r in world.index.of_kind("Rollout") if r.group == GROUP]


def _rollout(resource: Resource) -> Rollout:
    spec = mapping(resource.data, "spec")
    strategy = mapping(spec, "strategy")
    given = (strategy.get(field) for field in ("canary", "blueGreen"))
    canary, blue_green = (each if isinstance(each, dict) else None for each in given)
    return Rollout(resource, spec, canary, blue_green)
