"""KEDA: hands metrics to the HPA, stands in for those that fail, and goes between no replica and one.

After kedacore/keda@v2.20: pkg/scalers/prometheus_scaler.go (an empty result), pkg/fallback/fallback.go, and
pkg/scaling/executor/scale_scaledobjects.go (activation, cooldown). Failures are counted at the HPA's syncs; KEDA
counts its own polls too, so the fallback can come earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from tritonfleet.simulator.hpa import Autoscaler, Reading
from tritonfleet.simulator.policy import Policy, Trigger

Ask = Callable[[Trigger], float | None]
"""What a trigger's query finds; None: nothing."""


class Keda:
    """Decides the replicas of a policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._hpa = Autoscaler(policy)
        self._failures = dict.fromkeys(policy.triggers, 0)
        self._active_at = -inf

    def sync(self, now: float, ask: Ask, current: int, ready: int) -> int:
        """The replicas that the HPA decides, every 15 seconds."""
        readings = [self._reading(trigger, ask(trigger), current, ready) for trigger in self._policy.triggers]
        return self._hpa.decide(now, readings, current, ready)

    def poll(self, now: float, ask: Ask, current: int) -> int:
        """The replicas after KEDA looked whether anything is active; only a minimum of 0 makes a difference."""
        if self._policy.minimum > 0 or not self._policy.triggers:
            return current
        found = [(trigger, self._value(ask(trigger))) for trigger in self._policy.triggers]
        if any(value is not None and value > trigger.activation for trigger, value in found):
            self._active_at = now
            return max(current, 1)
        failing = any(value is None for _, value in found)
        cooled = self._active_at + self._policy.cooldown < now
        return current if failing or not cooled else 0

    def _value(self, found: float | None) -> float | None:
        return 0.0 if found is None and self._policy.empty_is_zero else found

    def _reading(self, trigger: Trigger, found: float | None, current: int, ready: int) -> Reading:
        value = self._value(found)
        if value is not None:
            self._failures[trigger] = 0
            return Reading(trigger, value)
        self._failures[trigger] += 1
        return Reading(trigger, self._stand_in(trigger, current, ready))

    def _stand_in(self, trigger: Trigger, current: int, ready: int) -> float | None:
        """The value with which the HPA arrives at the fallback's replicas; None: it stays a failure."""
        fallback = self._policy.fallback
        if fallback is None or trigger.metric == "Utilization":
            return None
        if self._failures[trigger] <= fallback.failures:
            return None
        replicas = max(fallback.replicas, current) if fallback.keeps_more else fallback.replicas
        if trigger.metric == "AverageValue":
            return trigger.target * replicas
        return trigger.target * replicas / ready if ready else None
