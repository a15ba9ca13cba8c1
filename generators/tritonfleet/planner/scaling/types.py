"""What scaling is derived from, and what is derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from tritonfleet.planner.derived import Derived
from tritonfleet.planner.profiles import ProfileRow
from tritonfleet.planner.scaling.room import Room
from tritonfleet.spec.scaling import Owner, Signal
from tritonfleet.words import count

MetricType = Literal["AverageValue", "Value", "Utilization"]
FallbackBehavior = Literal["static", "currentReplicasIfHigher"]


@dataclass(frozen=True, slots=True)
class Given:
    """What scaling needs to know besides the service and its environment.

    ``room``: None without a GPU, or where the pool is not known. ``measured``: how one pod was measured to do, as it
    runs here; None when nobody measured it.
    """

    room: Room | None = None
    measured: ProfileRow | None = None


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class TriggerPlan:
    """One reason to scale; the autoscaler takes the one that wants the most pods.

    ``signal`` names a query of ``queries``; ``models`` are those it is about, empty for all entry models of the
    service. ``query`` is PromQL of the user's own instead. ``target`` is in the signal's unit: for one pod with
    AverageValue, for the service with Value, a percentage with Utilization; None where ``metadata`` says all.
    """

    type: Literal["prometheus", "cpu", "cron", "external-push"]
    metric_type: MetricType
    target: Derived[float] | None = None
    signal: str | None = None
    models: tuple[str, ...] = ()
    query: str | None = None
    activation: Derived[float] | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    """At most so many pods, or percent of them, within so many seconds."""

    type: Literal["Pods", "Percent"]
    value: int
    period: int


@dataclass(frozen=True, slots=True)
class DirectionPlan:
    """How fast an autoscaler may go one way. ``window``: how long (s) a wish has to last; the policies by name."""

    window: Derived[int]
    policies: Mapping[str, PolicyPlan]
    reason: str


@dataclass(frozen=True, slots=True)
class BehaviorPlan:
    """How fast an autoscaler may go."""

    up: DirectionPlan
    down: DirectionPlan


@dataclass(frozen=True, slots=True)
class FallbackPlan:
    """What KEDA does when the metric cannot be read: after so many failures, how many pods."""

    failures: Derived[int]
    replicas: Derived[int]
    behavior: Derived[FallbackBehavior]


@dataclass(frozen=True, slots=True)
class ScalingPlan:
    """How a service is scaled in one environment. Times are in seconds.

    ``window`` is over which queries look back. ``polling``, ``cooldown`` and ``initial_cooldown`` count only with a
    minimum of 0. ``triggers`` by name.
    """

    owner: Owner
    signal: Derived[Signal]
    minimum: Derived[int]
    maximum: Derived[int]
    window: Derived[int]
    triggers: Mapping[str, TriggerPlan]
    behavior: BehaviorPlan
    fallback: FallbackPlan | None = None
    polling: Derived[int] | None = None
    cooldown: Derived[int] | None = None
    initial_cooldown: Derived[int] | None = None

    def numbers(self) -> Iterator[tuple[str, Derived[Any]]]:
        """Each derived value by name, such as ``target_queue_time``, those that do not apply left out."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Derived):
                yield item.name, value
        for name, trigger in self.triggers.items():
            label = name.replace("-", "_")
            if trigger.target:
                yield f"target_{label}", trigger.target
            if trigger.activation:
                yield f"activation_{label}", trigger.activation
        for name, direction in (("up", self.behavior.up), ("down", self.behavior.down)):
            yield f"scale_{name}_window", direction.window
            yield f"scale_{name}", Derived(policies_text(direction.policies), direction.reason)
        if self.fallback:
            yield "fallback_failures", self.fallback.failures
            yield "fallback_replicas", self.fallback.replicas
            yield "fallback_behavior", self.fallback.behavior


def policies_text(policies: Mapping[str, PolicyPlan]) -> str:
    """``2 pods or 100 % in 70 s``."""
    amounts = {
        f"{policy.value} %" if policy.type == "Percent" else count(policy.value, "pod"): policy.period
        for policy in policies.values()
    }
    return " or ".join(amounts) + f" in {max(amounts.values())} s"
