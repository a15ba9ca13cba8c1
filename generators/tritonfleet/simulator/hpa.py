"""The horizontal pod autoscaler's decision, once each sync.

After kubernetes/kubernetes:pkg/controller/podautoscaler/horizontal.go and replica_calculator.go@v1.34.5:

* AverageValue: ceil(value / target). Value, Utilization: ceil(value / target × ready pods). Either way nothing changes
  while the ratio is within the tolerance. Numbers have three decimals. Of several metrics the largest wish counts.
* A metric that fails is left out; when all fail, or the others want fewer pods, nothing changes.
* Scaling up takes the smallest wish of its window, scaling down the largest; then a step limits how far it may be from
  where the step's period began.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from tritonfleet.planner.scaling.constants import constants
from tritonfleet.simulator.policy import Pace, Policy, Step, Trigger


@dataclass(frozen=True, slots=True)
class Reading:
    """What a trigger measured; None: it failed."""

    trigger: Trigger
    value: float | None


class Autoscaler:
    """Decides replicas for a policy; remembers its wishes and changes."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._tolerance = constants().tolerance
        self._wishes: list[tuple[float, int]] = []
        self._changes: list[tuple[float, int]] = []

    def decide(self, now: float, readings: Sequence[Reading], current: int, ready: int) -> int:
        """The replicas from now on. ``current``: those asked for; ``ready``: of these, how many can serve."""
        least, most = max(self._policy.minimum, 1), self._policy.maximum
        if not self._wishes:
            self._wishes.append((now, current))
        if current == 0:
            return 0
        if not least <= current <= most:
            return self._changed(now, current, min(max(current, least), most))
        wish = self._wish(readings, current, ready)
        if wish is None:
            return current
        stable = self._stabilised(now, wish, current)
        return self._changed(now, current, self._paced(now, stable, current, least, most))

    def _wish(self, readings: Sequence[Reading], current: int, ready: int) -> int | None:
        wishes = [
            wanted(read.trigger, read.value, current, ready, self._tolerance)
            for read in readings
            if read.value is not None
        ]
        if not wishes or (len(wishes) < len(readings) and max(wishes) < current):
            return None
        return max(wishes)

    def _stabilised(self, now: float, wish: int, current: int) -> int:
        up = wish >= current
        window = self._policy.up.window if up else self._policy.down.window
        recent = [past for at, past in self._wishes if at > now - window]
        longest = max(self._policy.up.window, self._policy.down.window)
        self._wishes = [(at, past) for at, past in self._wishes if at >= now - longest] + [(now, wish)]
        # A window holds replicas where they are; it never turns a wish round.
        return max(current, min([wish, *recent])) if up else min(current, max([wish, *recent]))

    def _paced(self, now: float, wish: int, current: int, least: int, most: int) -> int:
        if wish > current:
            limit = max(self._limit(now, current, self._policy.up, up=True), current)
            return min(wish, most, limit)
        if wish < current:
            limit = min(self._limit(now, current, self._policy.down, up=False), current)
            return max(wish, least, limit)
        return wish

    def _limit(self, now: float, current: int, pace: Pace, *, up: bool) -> int:
        """How far the most generous step goes from the replicas at the beginning of its period."""
        limits = []
        for step in pace.steps:
            before = current - sum(change for at, change in self._changes if at > now - step.period)
            limits.append(_reach(step, before, up=up))
        return (max if up else min)(limits)

    def _changed(self, now: float, current: int, replicas: int) -> int:
        if replicas != current:
            longest = max((step.period for step in _steps(self._policy)), default=0)
            self._changes = [(at, by) for at, by in self._changes if at > now - longest]
            self._changes.append((now, replicas - current))
        return replicas


def wanted(trigger: Trigger, value: float, current: int, ready: int, tolerance: float) -> int:
    """The replicas that one metric asks for, before bounds and pace."""
    milli, target = round(value * 1000), round(trigger.target * 1000)
    if trigger.metric == "AverageValue":
        if abs(1 - milli / (target * current)) <= tolerance:
            return current
        return ceil(milli / target)
    ratio = milli / target
    return current if abs(1 - ratio) <= tolerance else ceil(ratio * ready)


def _reach(step: Step, before: int, *, up: bool) -> int:
    sign = 1 if up else -1
    if step.kind == "Pods":
        return before + sign * step.value
    return (ceil if up else floor)(round(before * (1 + sign * step.value / 100), 9))


def _steps(policy: Policy) -> Iterable[Step]:
    return (*policy.up.steps, *policy.down.steps)
