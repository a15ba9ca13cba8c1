"""The engine: a packing problem in, a packing out, with what is proved of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from tritonfleet.planner.packing import aims, apportion
from tritonfleet.planner.packing.classes import demand_classes, node_classes
from tritonfleet.planner.packing.growth import smallest_change
from tritonfleet.planner.packing.keeping import hold
from tritonfleet.planner.packing.locate import locate
from tritonfleet.planner.packing.milp import Clock
from tritonfleet.planner.packing.moved import moved_pods
from tritonfleet.planner.packing.ordering import canonical
from tritonfleet.planner.packing.problem import PackedGpu, PackingProblem
from tritonfleet.planner.packing.program import build
from tritonfleet.planner.packing.solution import Reached, Shortage, SmallestChange, Solution, Status
from tritonfleet.planner.packing.valid import require_valid


def solve(problem: PackingProblem, *, limit: float = 60.0, gap: float = 0.0, seed: int = 0) -> Solution:
    """Packs: everything placed, then least cost, then fewest pods moved, then largest pieces left over.

    ``limit``: seconds for the solver, over all aims. ``gap``: the part of the cost that may stay unproved. The
    answer depends on neither the order of the input nor the machine, unless the limit cuts a proof short. Raises
    InputError when the problem contradicts itself.
    """
    require_valid(problem)
    ordered, clock = canonical(problem), Clock(limit)
    classes = demand_classes(ordered)
    nodes = node_classes(ordered, classes)
    program = build(nodes, classes, clock, seed)
    hold(program)
    objectives = [*aims.shortages(program), *aims.expenses(program, gap), *aims.moves(program)]
    objectives += aims.fragmentation(program)
    values, reached = aims.minimise_in_order(program.milp, objectives, program.nothing_placed())
    placed = apportion.pods(program, values)
    short = apportion.shortages(program, placed)
    gpus = locate(program, values, placed)
    change = smallest_change(ordered, classes, clock, seed) if short else None
    return _solution(ordered, gpus, reached, short, change)


def _solution(
    problem: PackingProblem,
    gpus: tuple[PackedGpu, ...],
    reached: Sequence[Reached],
    short: tuple[Shortage, ...],
    change: SmallestChange | None,
) -> Solution:
    costs = {group.name: group.cost for group in problem.groups}
    busy = [gpu for gpu in gpus if gpu.occupants]
    cost = math.fsum(costs[gpu.id.group] for gpu in busy)
    (aim,) = (aim for aim in reached if aim.aim == "cost")
    return Solution(
        status=_status(reached, short),
        gpus=gpus,
        used=len(busy),
        cost=cost,
        bound=cost if aim.proved else _bound(aim.bound, costs.values()),
        moved=moved_pods(problem.current, gpus),
        aims=tuple(reached),
        shortages=short,
        change=change,
    )


def _bound(bound: float, costs: Iterable[float]) -> float:
    """A bound on a sum of such costs: whole when they are."""
    whole = all(float(cost).is_integer() for cost in costs)
    return max(0.0, math.ceil(bound - 1e-6) if whole and math.isfinite(bound) else bound)


def _status(reached: Sequence[Reached], short: Sequence[Shortage]) -> Status:
    if short:
        proved = any(aim.bound > 1e-6 for aim in reached if aim.aim == "shortage")
        return "infeasible" if proved else "undecided"
    return "optimal" if all(aim.proved for aim in reached if aim.aim != "fragmentation") else "feasible"
