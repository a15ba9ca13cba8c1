"""Rules between the parts of a fleet: every name resolves, and no request asks for what is not there.

Each rule is a function that yields what breaks it. An error makes the fleet unusable; a warning is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.spec.consistency import (
    dra,
    http_add_on,
    memory,
    placement,
    plan,
    scaling,
    scaling_gateway,
    scaling_room,
    scaling_signals,
    scaling_written,
    services,
    slo,
    slo_metrics,
)
from tritonfleet.spec.consistency.broken import Broken, written_at
from tritonfleet.spec.consistency.dra import check_dra
from tritonfleet.spec.consistency.memory import check_sharers
from tritonfleet.spec.consistency.names import check_names
from tritonfleet.spec.consistency.placement import check_capacity
from tritonfleet.spec.consistency.plan import check_plan, check_plannable
from tritonfleet.spec.consistency.pools import check_pools
from tritonfleet.spec.consistency.scaling_room import check_room
from tritonfleet.spec.consistency.slo_shared import check_shared_models
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment

__all__ = [
    "Broken",
    "check_capacity",
    "check_dra",
    "check_environment",
    "check_names",
    "check_plan",
    "check_plannable",
    "check_pools",
    "check_room",
    "check_shared_models",
    "check_sharers",
    "written_at",
]


_RULES = (
    *services.RULES,
    *plan.RULES,
    *placement.RULES,
    *dra.RULES,
    *memory.RULES,
    *scaling.RULES,
    *scaling_gateway.RULES,
    *scaling_room.RULES,
    *scaling_signals.RULES,
    *http_add_on.RULES,
    *scaling_written.RULES,
    *slo.RULES,
    *slo_metrics.RULES,
)


def check_environment(file: FleetFile, environment: ResolvedEnvironment) -> Iterator[Broken]:
    """Rules about one resolved environment (or the base)."""
    for service in environment.services.values():
        for rule in _RULES:
            yield from rule(file, environment, service)
