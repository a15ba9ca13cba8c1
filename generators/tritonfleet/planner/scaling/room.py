"""How many more pods of a service a pool has a place for."""

from __future__ import annotations

from dataclasses import dataclass

from tritonfleet.planner.usage import Demand, Usage


@dataclass(frozen=True, slots=True)
class Room:
    """What a pool has left for growing: ``free_pods`` more pods of this service, if nobody else takes a place, and
    ``sharers`` scaled services that may want it, this one among them. ``where`` names the pool.
    """

    free_pods: int
    sharers: int
    where: str

    @property
    def share(self) -> int:
        """How many more pods this service may count on while the others grow too."""
        return self.free_pods // max(self.sharers, 1)


def room_of(demand: Demand, pool: Usage) -> Room:
    """What is left for one service. ``pool`` is ``usage`` of all demands.

    A pod's GPUs are of one node, and free ones may be spread as unluckily as can be (``Usage.has_room``). What a
    rollout takes is left alone: grown as far as it may, a service is updated too.
    """
    spare = pool.free - max(pool.surge, demand.per_pod) - pool.nodes * (demand.per_pod - 1)
    fitting = max(0, -(-spare // demand.per_pod))
    return Room(fitting, pool.scaled, f"pool {pool.pool} of cluster {pool.cluster}")
