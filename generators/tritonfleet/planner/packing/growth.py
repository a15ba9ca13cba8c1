"""The smallest change with which everything fits: the fewest GPUs to add, found by letting the program buy nodes."""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.planner.packing import aims, apportion
from tritonfleet.planner.packing.aims import Objective
from tritonfleet.planner.packing.asking import most_pods
from tritonfleet.planner.packing.classes import DemandClass, NodeClass, kinds_of, node_classes
from tritonfleet.planner.packing.milp import Clock
from tritonfleet.planner.packing.problem import Group, PackingProblem
from tritonfleet.planner.packing.program import Program, build
from tritonfleet.planner.packing.solution import Growth, Reached, SmallestChange
from tritonfleet.planner.packing.supply import Supply


def smallest_change(
    problem: PackingProblem, classes: Sequence[DemandClass], clock: Clock, seed: int
) -> SmallestChange | None:
    """The fewest GPUs to add, then the cheapest of them, then the fewest nodes; none when the time is up."""
    nodes = node_classes(problem, classes)
    bought = [node_class for group in problem.groups for node_class in _for_sale(group, classes)]
    program = build(nodes, classes, clock, seed, bought)
    values, reached = aims.minimise_in_order(program.milp, _objectives(program), program.nothing_placed())
    if any(short.bound < short.value - 1e-6 for short in reached if short.aim == "shortage"):
        return None
    placed = apportion.pods(program, values)
    return SmallestChange(_growth(program, values), apportion.shortages(program, placed), _proved(reached))


def _for_sale(group: Group, classes: Sequence[DemandClass]) -> list[NodeClass]:
    """Nodes of each size that the group has, as many as could ever be of use."""
    most = sum(
        max(most_pods(demand, option.rate) for option in options)
        for demand in classes
        if (options := [option for option in demand.options if option.group == group.name])
    )
    kinds = kinds_of(group, classes)
    sizes = sorted({node.gpus for node in group.nodes})
    return [NodeClass(group, size, most, kinds=kinds) for size in sizes if size and most]


def _objectives(program: Program) -> list[Objective]:
    gpus: dict[int, float] = {}
    cost: dict[int, float] = {}
    nodes: dict[int, float] = {}
    for supply in program.supplies:
        if supply.added is not None:
            gpus |= supply.gpus()
            cost |= {column: count * supply.nodes.group.cost for column, count in supply.gpus().items()}
            nodes[supply.added] = 1.0
    return [
        *aims.shortages(program),
        Objective("growth", gpus),
        Objective("cost", cost),
        Objective("nodes", nodes),
    ]


def _growth(program: Program, values: tuple[float, ...]) -> tuple[Growth, ...]:
    found = []
    for supply in program.supplies:
        if supply.added is not None and (gpus := _count(supply, values)):
            nodes = supply.nodes
            found.append(Growth(nodes.group.name, nodes.per_node, round(values[supply.added]), gpus))
    return tuple(found)


def _count(supply: Supply, values: tuple[float, ...]) -> int:
    return round(sum(count * values[column] for column, count in supply.gpus().items()))


def _proved(reached: Sequence[Reached]) -> bool:
    return all(aim.proved for aim in reached if aim.aim == "growth")
