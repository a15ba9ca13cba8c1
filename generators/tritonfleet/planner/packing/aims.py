"""The aims, one after the other: each is minimised with all before it held at what was reached."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.planner.packing.asking import RATE_SCALE
from tritonfleet.planner.packing.milp import EXACT, Effort, Milp, Outcome, Terms
from tritonfleet.planner.packing.problem import Unit
from tritonfleet.planner.packing.program import Program
from tritonfleet.planner.packing.solution import Aim, Reached

FRAGMENTATION_NODES = 25
"""How long the last aim is searched for, in nodes: what is left over is worth an effort, not a proof."""

SMALL = 500
"""Columns up to which the last aim may choose other options for pods too; beyond, only other layouts."""

SHARE = 0.8
"""The part of the time left that one aim may take: the aims after it need some too."""


@dataclass(frozen=True, slots=True)
class Objective:
    """A linear form to make small; ``offset`` is added to what is reported, ``frozen`` columns stay as they are."""

    aim: Aim
    terms: Terms
    offset: float = 0.0
    effort: Effort = EXACT
    frozen: Sequence[int] = ()


def minimise_in_order(
    milp: Milp, objectives: Sequence[Objective], start: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[Reached, ...]]:
    """The values at the end, and what each aim reached. ``start`` must be feasible."""
    values, reached = start, []
    for objective in objectives:
        for column in objective.frozen:
            milp.fix(column, round(values[column]))
        outcome = milp.minimise(objective.terms, values, objective.effort)
        if outcome.status in ("infeasible", "undecided"):
            outcome = Outcome("undecided", _evaluate(objective.terms, values), -math.inf, values)
        values = outcome.values
        reached.append(
            Reached(objective.aim, outcome.value + objective.offset, outcome.bound + objective.offset)
        )
        _hold(milp, objective, outcome.value)
    return values, tuple(reached)


def _hold(milp: Milp, objective: Objective, value: float) -> None:
    """Nothing after may be worse. What is not short is closed for good: a tolerance there would be a shortage."""
    if objective.aim == "shortage" and value <= 1e-6:
        for column in objective.terms:
            milp.fix(column, 0.0)
    else:
        milp.row(objective.terms, upper=value + 1e-7 * max(1.0, abs(value)))


def _evaluate(terms: Terms, values: tuple[float, ...]) -> float:
    return math.fsum(factor * values[column] for column, factor in terms.items())


def shortages(program: Program) -> list[Objective]:
    """What is not placed, in pods, the highest priority first; a missing rate counts as the pods it would take."""
    by_priority: dict[int, dict[int, float]] = defaultdict(dict)
    for number, demand in enumerate(program.classes):
        by_priority[demand.priority][program.short[number]] = _pods_per_unit_short(program, number)
    return [Objective("shortage", by_priority[priority]) for priority in sorted(by_priority, reverse=True)]


def _pods_per_unit_short(program: Program, number: int) -> float:
    demand = program.classes[number]
    if demand.rate is None:
        return 1.0
    best = max((option.rate or 0.0 for option in demand.options), default=0.0)
    return demand.rate / RATE_SCALE / best if best else 1.0 / RATE_SCALE


def expenses(program: Program, gap: float) -> list[Objective]:
    """Cost, to within ``gap`` of it, and the number of GPUs where some of them are free."""
    costs = {supply.nodes.group.cost for supply in program.supplies}
    gpus: dict[int, float] = {}
    cost: dict[int, float] = {}
    for supply in program.supplies:
        gpus |= supply.gpus()
        cost |= {column: count * supply.nodes.group.cost for column, count in supply.gpus().items()}
    aims = [Objective("cost", cost, effort=Effort(gap=gap, share=SHARE))]
    return [*aims, Objective("gpus", gpus, effort=Effort(share=SHARE))] if 0 in costs else aims


def moves(program: Program) -> list[Objective]:
    """Pods that ran and do not stay; none when nothing runs."""
    stay = [column for held in program.held.values() for gpu in held for column in gpu.stay.values()]
    stay += [column for pods in program.whole_stay.values() for column in pods.values()]
    return (
        [Objective("moves", dict.fromkeys(stay, -1.0), running(program), Effort(share=SHARE))] if stay else []
    )


def running(program: Program) -> int:
    """Pods that run now and are still asked for."""
    small = sum(
        count for s in program.supplies for node in s.nodes.held for gpu in node.gpus for _, count in gpu.pods
    )
    whole = sum(len(places) for s in program.supplies for node in s.nodes.held for _, places in node.whole)
    return small + whole


def fragmentation(program: Program) -> list[Objective]:
    """Minus what is left over on GPUs in use, each piece by the square of its part of a GPU: large pieces rather
    than many small ones. Less than the smallest piece is not worth a search, nor is other
    options for pods in a program that is not small."""
    terms: dict[int, float] = defaultdict(float)
    weights: dict[tuple[str, Unit], float] = {}
    for supply in program.supplies:
        group = supply.nodes.group
        for column, layout in zip(supply.used, group.layouts, strict=True):
            for unit, count in layout.items():
                most = max(other.get(unit, 0) for other in group.layouts)
                weights[group.name, unit] = 1.0 / most**2 if most else 0.0
                terms[column] -= count * weights[group.name, unit]
    for (number, index), column in program.placed.items():
        option = program.classes[number].options[index]
        if option.per_pod == 1:
            terms[column] += weights[option.group, option.unit]
    frozen = _choices(program) if program.milp.columns > SMALL else []
    effort = Effort(slack=0.9 * min(weights.values(), default=0.0), nodes=FRAGMENTATION_NODES)
    return [Objective("fragmentation", terms, effort=effort, frozen=frozen)]


def _choices(program: Program) -> list[int]:
    """The columns that say which option pods take, and which of them stay."""
    held = [gpu for found in program.held.values() for gpu in found]
    stay = [column for gpu in held for column in (gpu.keep, *gpu.stay.values())]
    return [
        *program.placed.values(),
        *stay,
        *(c for pods in program.whole_stay.values() for c in pods.values()),
    ]
