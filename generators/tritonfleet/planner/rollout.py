"""How a new version replaces the old one, given how many GPUs are free.

The API server's default (25 % surge, rounded up; 25 % unavailable, rounded down) needs a spare GPU for every small
Deployment and waits for ever when there is none, so surge is only used when the pool has one to spare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tritonfleet.planner.derived import Derived
from tritonfleet.spec.service import Service


@dataclass(frozen=True, slots=True)
class Strategy:
    """A Deployment's strategy. ``max_surge`` and ``max_unavailable`` count pods."""

    type: str
    max_surge: int = 0
    max_unavailable: int = 0


class Room(Protocol):
    """What a pool has left of a resource."""

    @property
    def free(self) -> int:
        """How much of it nobody asks for."""

    def has_room(self, per_pod: int) -> bool:
        """Whether one more pod that takes so much finds it on one node."""


def surges_only(service: Service) -> bool:
    """Whether it is asked for that a rollout starts a pod before it takes one away."""
    rollout = service.rollout
    return rollout.strategy == "rolling" and bool(rollout.max_surge) and not rollout.max_unavailable


def kept_free(service: Service) -> int:
    """Pods that a plan keeps room for, so that the surge that is asked for finds it."""
    return service.rollout.max_surge or 0 if service.rollout.strategy == "rolling" else 0


def strategy(service: Service, pool: Room | None, needed: int) -> Derived[Strategy]:
    """``pool`` is what its pool has left (None: no GPU, or unknown); ``needed`` is how many GPUs one pod takes."""
    rollout = service.rollout
    if rollout.strategy == "recreate":
        return Derived(Strategy("Recreate"), "asked for (rollout.strategy)")
    if rollout.max_surge is not None or rollout.max_unavailable is not None:
        surge = rollout.max_surge or 0
        unavailable = rollout.max_unavailable if rollout.max_unavailable is not None else int(surge == 0)
        return Derived(Strategy("RollingUpdate", surge, unavailable), "asked for (rollout)")
    if service.gpu is None:
        return Derived(Strategy("RollingUpdate", 1, 0), "no GPU is needed for one more pod")
    if pool is None:
        return Derived(
            Strategy("RollingUpdate", 0, 1), "the pool is not known here, so no GPU is assumed free"
        )
    if pool.has_room(needed):
        return Derived(
            Strategy("RollingUpdate", 1, 0), f"{pool.free} free in the pool, one more pod needs {needed}"
        )
    on_one_node = " on one node" if pool.free >= needed else ""
    return Derived(
        Strategy("RollingUpdate", 0, 1),
        f"{pool.free} free in the pool and one more pod needs {needed}{on_one_node}: a surge would wait for ever",
    )
