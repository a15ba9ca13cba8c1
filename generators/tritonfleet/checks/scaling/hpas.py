"""HorizontalPodAutoscalers, with Kubernetes' defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.scaling.fields import TargetKey, integer, target_of
from tritonfleet.checks.world import World


@dataclass(frozen=True, slots=True)
class Hpa:
    """A HorizontalPodAutoscaler. Numbers are None where the object has none; ``least`` has the default.

    ``metrics`` are those of ``autoscaling/v2``, with their indices.
    """

    resource: Resource
    spec: Mapping[str, Any]
    target: TargetKey
    minimum: int | None
    maximum: int | None
    metrics: tuple[tuple[int, Mapping[str, Any]], ...]

    @property
    def least(self) -> int:
        """``minReplicas``; 1 when it is not set."""
        return 1 if self.minimum is None else self.minimum


def hpas(world: World) -> list[Hpa]:
    """Every HorizontalPodAutoscaler."""
    return world.derived(_hpas)


def _hpas(world: World) -> list[Hpa]:
    return [_hpa(resource) for resource in world.index.of_kind("HorizontalPodAutoscaler")]


def _hpa(resource: Resource) -> Hpa:
    spec = mapping(resource.data, "spec")
    minimum, maximum = (integer(spec.get(field)) for field in ("minReplicas", "maxReplicas"))
    return Hpa(resource, spec, target_of(resource), minimum, maximum, tuple(items(spec, "metrics")))
