"""What a packing problem must fulfil before it is worth solving."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from tritonfleet.errors import InputError, Problem
from tritonfleet.planner.packing.problem import Demand, Group, PackedGpu, PackingProblem
from tritonfleet.suggest import suggest


def require_valid(problem: PackingProblem) -> None:
    """Raises InputError with everything that contradicts itself."""
    groups = {group.name: group for group in problem.groups}
    found = [
        *_twice("group", (group.name for group in problem.groups)),
        *_twice("demand", (demand.name for demand in problem.demands)),
        *_twice("GPU of the current plan", (str(gpu.id) for gpu in problem.current)),
        *(mistake for group in problem.groups for mistake in _in_group(group)),
        *(mistake for demand in problem.demands for mistake in _in_demand(demand, groups)),
        *(mistake for gpu in problem.current for mistake in _in_current(gpu)),
    ]
    if found:
        raise InputError(*(Problem(message) for message in found))


def _twice(what: str, names: Iterator[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} {name!r} is there {count} times"


def _in_group(group: Group) -> Iterator[str]:
    yield from _twice(f"node of group {group.name!r}", (node.name for node in group.nodes))
    if any(node.gpus < 0 for node in group.nodes):
        yield f"group {group.name!r} has a node with fewer than 0 GPUs"
    if not group.layouts:
        yield f"group {group.name!r} has no layout: its GPUs can be cut in no way"
    if any(count < 0 for layout in group.layouts for count in layout.values()):
        yield f"group {group.name!r} has a layout with fewer than 0 of a unit"
    if not (math.isfinite(group.cost) and group.cost >= 0):
        yield f"group {group.name!r} costs {group.cost} a GPU: it must be 0 or more"


def _in_demand(demand: Demand, groups: dict[str, Group]) -> Iterator[str]:
    if (demand.pods is None) == (demand.rate is None):
        yield f"demand {demand.name!r} must ask for either pods or a rate"
    if demand.pods is not None and demand.pods < 0:
        yield f"demand {demand.name!r} asks for {demand.pods} pods"
    if demand.rate is not None and not (math.isfinite(demand.rate) and demand.rate > 0):
        yield f"demand {demand.name!r} asks for a rate of {demand.rate}: it must be above 0"
    if demand.least < 0 or demand.spare < 0 or (demand.rate is None and (demand.least or demand.spare)):
        yield f"demand {demand.name!r} has pods at least or to spare, which only a rate can have, from 0 on"
    if demand.spare and not demand.alike:
        yield f"demand {demand.name!r} has pods to spare, and which ones is unclear unless all are alike"
    for option in demand.options:
        if option.group not in groups:
            hint = suggest(option.group, groups)
            yield f"demand {demand.name!r} names group {option.group!r}, which is not there ({hint})"
        if option.per_pod < 1:
            yield f"demand {demand.name!r} has an option with {option.per_pod} units a pod"
        if demand.rate is not None and not (option.rate and math.isfinite(option.rate) and option.rate > 0):
            yield f"demand {demand.name!r} asks for a rate, and its option on {option.unit!r} gives none"


def _in_current(gpu: PackedGpu) -> Iterator[str]:
    taken = Counter(pod.option.unit for pod in gpu.occupants)
    for unit, count in taken.items():
        if count > gpu.layout.get(unit, 0):
            yield f"the current plan has {count} pods on {unit!r} of {gpu.id}, cut into {gpu.layout.get(unit, 0)}"
