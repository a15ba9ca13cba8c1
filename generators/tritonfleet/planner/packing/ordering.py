"""One order for everything, so that the answer does not depend on the order of the input."""

from __future__ import annotations

from dataclasses import replace

from tritonfleet.planner.packing.holding import cut_of
from tritonfleet.planner.packing.problem import Option, PackingProblem, Unit


def canonical(problem: PackingProblem) -> PackingProblem:
    """The same problem in the one order that everything after works in."""
    groups = (
        replace(
            group,
            nodes=tuple(sorted(group.nodes, key=lambda node: node.name)),
            layouts=tuple(dict(cut) for cut in sorted({cut_of(layout) for layout in group.layouts})),
        )
        for group in problem.groups
    )
    demands = (
        replace(demand, options=tuple(sorted(set(demand.options), key=option_key)))
        for demand in problem.demands
    )
    return PackingProblem(
        tuple(sorted(groups, key=lambda group: group.name)),
        tuple(sorted(demands, key=lambda demand: demand.name)),
        tuple(sorted(problem.current, key=lambda gpu: gpu.id)),
    )


def option_key(option: Option) -> tuple[str, Unit, int, float, str]:
    """Orders options; the one with the higher rate comes first among those on the same unit."""
    return option.group, option.unit, option.per_pod, -(option.rate or 0.0), str(option.tag)
