"""A second opinion on a packing: written from the rules alone, it shares no code with what found the packing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tritonfleet.planner.packing.problem import Demand, GpuId, Group, Option, PackedGpu, PackingProblem, Unit
from tritonfleet.planner.packing.solution import Solution

Legal: TypeAlias = Callable[[str, Mapping[Unit, int]], bool]
"""Whether a GPU of the group named can be cut so."""

RATE_TOLERANCE = 1e-9


def verify(problem: PackingProblem, solution: Solution, legal: Legal | None = None) -> list[str]:
    """Everything wrong with the packing; empty when it is right.

    Checks that GPUs exist, once each; that each is cut in one of its group's ways, and legally by ``legal``; that
    no unit is given twice; that pods on several GPUs have them on one node; that GPUs are alike as far as the group
    wants; that every demand is met by its own options, or listed as short by just what is missing; and the counts.
    """
    groups = {group.name: group for group in problem.groups}
    found: list[str] = []
    for gpu in solution.gpus:
        found += _gpu_mistakes(gpu, groups, legal)
    for gpu_id, count in Counter(gpu.id for gpu in solution.gpus).items():
        if count > 1:
            found.append(f"{_name(gpu_id)} is listed {count} times")
    found += _uniformity_mistakes(solution, groups)
    found += _node_mistakes(solution)
    seats: dict[str, Counter[Option]] = defaultdict(Counter)
    for gpu in solution.gpus:
        for pod in gpu.occupants:
            seats[pod.demand][pod.option] += 1
    for demand in problem.demands:
        found += _demand_mistakes(demand, seats.pop(demand.name, Counter()), solution)
    found += [f"{name} was placed, and nobody asked for it" for name in seats]
    found += _count_mistakes(solution, groups)
    return found


def _name(gpu_id: GpuId) -> str:
    return f"GPU {gpu_id.group}/{gpu_id.node}/{gpu_id.index}"


def _gpu_mistakes(gpu: PackedGpu, groups: Mapping[str, Group], legal: Legal | None) -> Iterator[str]:
    group = groups.get(gpu.id.group)
    sizes = {node.name: node.gpus for node in group.nodes} if group else {}
    if group is None or not 0 <= gpu.id.index < sizes.get(gpu.id.node, 0):
        yield f"{_name(gpu.id)} does not exist"
        return
    counts = {unit: count for unit, count in gpu.layout.items() if count}
    if counts not in [{unit: n for unit, n in layout.items() if n} for layout in group.layouts]:
        yield f"{_name(gpu.id)} is cut into {counts}, which is none of the ways of its group"
    if legal is not None and not legal(group.name, counts):
        yield f"{_name(gpu.id)} cannot be cut into {counts}"
    for unit, taken in Counter(pod.option.unit for pod in gpu.occupants).items():
        if taken > counts.get(unit, 0):
            yield f"{_name(gpu.id)} has {taken} pods on {counts.get(unit, 0)} of {unit}"
    for pod in gpu.occupants:
        if pod.option.group != group.name:
            yield f"{_name(gpu.id)} holds a pod of {pod.demand} meant for group {pod.option.group}"
        if pod.option.per_pod > 1 and sum(counts.values()) != 1:
            yield f"{_name(gpu.id)} is cut, and {pod.demand} needs whole GPUs"


def _uniformity_mistakes(solution: Solution, groups: Mapping[str, Group]) -> Iterator[str]:
    cuts: dict[str, set[frozenset[tuple[Unit, int]]]] = defaultdict(set)
    for gpu in solution.gpus:
        group = groups.get(gpu.id.group)
        if group is not None and group.uniform != "gpu":
            where = group.name if group.uniform == "group" else f"{group.name}/{gpu.id.node}"
            cuts[where].add(frozenset((unit, count) for unit, count in gpu.layout.items() if count))
    for where, different in cuts.items():
        if len(different) > 1:
            yield f"{where} must be cut alike and is cut in {len(different)} ways"


def _node_mistakes(solution: Solution) -> Iterator[str]:
    seats: Counter[tuple[str, str, str, int]] = Counter()
    for gpu in solution.gpus:
        for pod in gpu.occupants:
            if pod.option.per_pod > 1:
                seats[gpu.id.group, gpu.id.node, pod.demand, pod.option.per_pod] += 1
    for (group, node, demand, size), count in seats.items():
        if count % size:
            yield f"{demand} has {count} GPUs on {group}/{node}, not a multiple of the {size} of one pod"


def _demand_mistakes(demand: Demand, seats: Counter[Option], solution: Solution) -> Iterator[str]:
    for option in seats:
        if option not in demand.options:
            yield f"{demand.name} runs by an option that it does not have: {option}"
    pods = {option: count // option.per_pod for option, count in seats.items()}
    if demand.alike and len({option.tag for option in pods}) > 1:
        yield f"{demand.name} runs in several ways, and its pods have to be alike"
    short = [item for item in solution.shortages if item.demand == demand.name]
    if demand.pods is not None:
        missing = demand.pods - sum(pods.values())
        if missing != sum(item.pods for item in short):
            yield f"{demand.name} is missing {missing} of {demand.pods} pods, and that is not what is reported"
    else:
        asked = demand.rate or 0.0
        served = sum((option.rate or 0.0) * count for option, count in pods.items())
        served -= demand.spare * max((option.rate or 0.0 for option in pods), default=0.0)
        if served < (asked - sum(item.rate for item in short)) * (1 - RATE_TOLERANCE):
            yield f"{demand.name} is served {served:g} of {asked:g}, and that is not what is reported"
        if not short and sum(pods.values()) < demand.least + demand.spare:
            wanted = f"{demand.least} and {demand.spare} to spare"
            yield f"{demand.name} has {sum(pods.values())} pods, at least {wanted} are asked for"


def _count_mistakes(solution: Solution, groups: Mapping[str, Group]) -> Iterator[str]:
    busy = [gpu for gpu in solution.gpus if gpu.occupants and gpu.id.group in groups]
    if solution.used != len(busy):
        yield f"{len(busy)} GPUs are in use, and {solution.used} are reported"
    cost = sum(groups[gpu.id.group].cost for gpu in busy)
    if abs(cost - solution.cost) > 1e-6 * max(1.0, cost):
        yield f"the GPUs cost {cost:g}, and {solution.cost:g} is reported"
    if solution.bound > solution.cost * (1 + 1e-9):
        yield f"the bound {solution.bound:g} is above the cost {solution.cost:g}"
