"""ScaledObjects, with KEDA's defaults filled in.

Source of the defaults: kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go@v2.21.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.scaling.fields import TargetKey, integer, target_of
from tritonfleet.checks.scaling.trigger import Trigger, triggers_of
from tritonfleet.checks.world import World

_GROUP = "keda.sh"
_MAXIMUM = 100


@dataclass(frozen=True, slots=True)
class Scaled:
    """A ScaledObject. Numbers are None where the object has none; ``least`` and ``most`` have KEDA's defaults."""

    resource: Resource
    spec: Mapping[str, Any]
    target: TargetKey
    minimum: int | None
    maximum: int | None
    idle: int | None
    triggers: tuple[Trigger, ...]

    @property
    def least(self) -> int:
        """``minReplicaCount``; 0 when it is not set."""
        return self.minimum or 0

    @property
    def most(self) -> int:
        """``maxReplicaCount``; 100 when it is not set."""
        return _MAXIMUM if self.maximum is None else self.maximum

    @property
    def to_zero(self) -> bool:
        """Whether KEDA may take the last pod away."""
        return self.least == 0 or self.idle == 0

    @property
    def fallback(self) -> Mapping[str, Any]:
        """``fallback``; empty when there is none."""
        return mapping(self.spec, "fallback")

    @property
    def modifiers(self) -> Mapping[str, Any]:
        """``advanced.scalingModifiers``; empty when there are none."""
        return mapping(self.spec, "advanced", "scalingModifiers")

    @property
    def given_hpa_name(self) -> str:
        """The name that the object gives to its HorizontalPodAutoscaler; empty when it gives none."""
        return str(value(self.spec, "advanced", "horizontalPodAutoscalerConfig", "name") or "")

    @property
    def hpa_name(self) -> str:
        """The name of the HorizontalPodAutoscaler that KEDA makes."""
        return self.given_hpa_name or f"keda-hpa-{self.resource.name}"

    @property
    def takes_over(self) -> bool:
        """Whether it shall take over an HPA that somebody else made."""
        return self.annotations.get("scaledobject.keda.sh/transfer-hpa-ownership") == "true"

    @property
    def annotations(self) -> Mapping[str, Any]:
        """The object's annotations."""
        return mapping(self.resource.data, "metadata", "annotations")


def scaled_objects(world: World) -> list[Scaled]:
    """Every ScaledObject."""
    return world.derived(_scaled_objects)


def triggers(world: World) -> list[Trigger]:
    """Every trigger of every ScaledObject and ScaledJob."""
    return world.derived(_triggers)


def _scaled_objects(world: World) -> list[Scaled]:
    return [_scaled(r) for r in world.index.of_kind("ScaledObject") if r.group == _GROUP]


def _triggers(world: World) -> list[Trigger]:
    jobs = [r for r in world.index.of_kind("ScaledJob") if r.group == _GROUP]
    found = [trigger for scaled in scaled_objects(world) for trigger in scaled.triggers]
    return found + [trigger for job in jobs for trigger in triggers_of(job)]


def _scaled(resource: Resource) -> Scaled:
    spec = mapping(resource.data, "spec")
    minimum, maximum, idle = (integer(spec.get(f"{bound}ReplicaCount")) for bound in ("min", "max", "idle"))
    target = target_of(resource, "Deployment")
    return Scaled(resource, spec, target, minimum, maximum, idle, triggers_of(resource))
