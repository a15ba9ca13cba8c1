"""What ``plan`` and ``report`` share: the plan of a fleet, made with the plan before it in mind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.errors import InputError, Location
from tritonfleet.pipeline.planning import Planned, plan_fleet
from tritonfleet.pipeline.workers import Progress
from tritonfleet.planner.placing.explain import Unmet, unmet
from tritonfleet.spec.plan_file import plan_path, read_plan


@dataclass(frozen=True)
class Solving:
    """How to plan: from which earlier plan, for how long a cluster, with which seed."""

    before: Path | None
    limit: float
    seed: int


def solve_fleet(path: Path, how: Solving, progress: Progress | None) -> Planned:
    """The plan of a fleet. Raises InputError for a fleet that does not hold together or a plan that is not there."""
    if how.before and not how.before.is_file():
        raise InputError.of("there is no such plan", Location(str(how.before)))
    before = read_plan(how.before or plan_path(path))
    return plan_fleet(path, before, limit=how.limit, seed=how.seed, progress=progress)


def all_unmet(planned: Planned) -> Iterator[Unmet]:
    """What has no place in any cluster."""
    for placed in planned.clusters:
        yield from unmet(placed)
