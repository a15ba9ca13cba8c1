"""What scaling needs to know of a fleet besides the service: room on its pool, and how it was measured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tritonfleet.planner.placing.demand import profile_rows
from tritonfleet.planner.scaling.load import measured_as_run
from tritonfleet.planner.scaling.room import Room, room_of
from tritonfleet.planner.scaling.types import NOTHING_GIVEN, Given
from tritonfleet.planner.usage import PoolKey, Usage, demand_of
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


def given_for(
    service: ResolvedService, environment: ResolvedEnvironment, pools: Mapping[PoolKey, Usage], root: Path
) -> Given:
    """What is known of one service. ``pools`` is ``usage`` of all demands, ``root`` is where profile files lie.

    Nothing is looked up for a service that is not scaled. Raises InputError for a profile that cannot be read.
    """
    if service.spec.scaling is None:
        return NOTHING_GIVEN
    profile = service.spec.profile
    rows = profile_rows(profile, root) if profile else ()
    return Given(room_for(service, environment, pools), measured_as_run(service, rows))


def room_for(
    service: ResolvedService, environment: ResolvedEnvironment, pools: Mapping[PoolKey, Usage]
) -> Room | None:
    """The room for one service, with ``pools`` as above; None without a GPU or a pool."""
    demand = demand_of(service, environment)
    if demand is None or demand.pool_key not in pools:
        return None
    return room_of(demand, pools[demand.pool_key])
