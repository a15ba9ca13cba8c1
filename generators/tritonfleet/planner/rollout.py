"""How a new version replaces the old one, given how many GPUs are free.

The API server's default (25 % surge, rounded up; 25 % unavailable, rounded down) needs a spare GPU for every small
Deployment and waits for ever when there is none, so surge is only used when the pool has one to spare.
"""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.service import Service


@dataclass(frozen=True, slots=True)
class Strategy:
    """A Deployment's strategy. ``max_surge`` and ``max_unavailable`` count pods."""

    type: str
    max_surge: int = 0
    max_unavailable: int = 0


def strategy(service: Service, free: int | None, needed: int) -> Derived[Strategy]:
    """``free`` is what the pool has left of the resource (None: no GPU, or unknown); ``needed`` is for one pod."""
    rollout = service.rollout
    if rollout.strategy == "recreate":
        return Derived(Strategy("Recreate"), "asked for (rollout.strategy)")
    if rollout.max_surge is not None or rollout.max_unavailable is not None:
        surge = rollout.max_surge or 0
        unavailable = rollout.max_unavailable if rollout.max_unavailable is not None else int(surge == 0)
        return Derived(Strategy("RollingUpdate", surge, unavailable), "asked for (rollout)")
    if service.gpu is None:
        return Derived(Strategy("RollingUpdate", 1, 0), "no GPU is needed for one more pod")
    if free is None:
        return Derived(
            Strategy("RollingUpdate", 0, 1), "the pool is not known here, so no GPU is assumed free"
        )
    if free >= needed:
        return Derived(
            Strategy("RollingUpdate", 1, 0), f"{free} free in the pool, one more pod needs {needed}"
        )
    return Derived(
        Strategy("RollingUpdate", 0, 1),
        f"{free} free in the pool and one more pod needs {needed}: a surge would wait for ever",
    )
