"""The part of the program about what runs now: which GPUs keep their cut, and which pods stay where they are."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.planner.packing.classes import is_tied
from tritonfleet.planner.packing.holding import HeldClass, HeldGpu, cut_of
from tritonfleet.planner.packing.milp import Milp
from tritonfleet.planner.packing.problem import Occupant
from tritonfleet.planner.packing.program import Program
from tritonfleet.planner.packing.supply import Supply


def hold(program: Program) -> None:
    """Columns for what may stay where it is, and the rows that bind them to the rest."""
    stays: dict[Occupant, list[int]] = defaultdict(list)
    for number, supply in enumerate(program.supplies):
        program.held[number] = _hold_gpus(program.milp, supply)
        program.whole_stay[number] = _hold_whole(program.milp, supply)
        for held in program.held[number]:
            for pod, column in held.stay.items():
                stays[pod].append(column)
        for pod, column in program.whole_stay[number].items():
            stays[pod].append(column)
    _stay_rows(program, stays)


def _hold_gpus(milp: Milp, supply: Supply) -> list[HeldClass]:
    """GPUs that keep their cut are in use with it; only on them pods can stay."""
    nodes = supply.nodes
    cuts = [cut_of(layout) for layout in nodes.group.layouts]
    alike: dict[tuple[object, ...], list[HeldGpu]] = defaultdict(list)
    for node in nodes.held:
        for gpu in node.gpus:
            if gpu.cut in cuts:
                alike[gpu.cut, gpu.pods].append(gpu)
    found = []
    kept: dict[int, dict[int, float]] = defaultdict(dict)
    for gpus in alike.values():
        layout = cuts.index(gpus[0].cut)
        held = HeldClass(tuple(gpus), milp.integer(len(gpus)), {})
        for pod, count in gpus[0].pods:
            held.stay[pod] = milp.integer(count * len(gpus))
            milp.row({held.stay[pod]: 1.0, held.keep: -float(count)}, upper=0)
        kept[layout][held.keep] = 1.0
        if is_tied(nodes.group):
            milp.row({held.keep: 1.0, supply.cut[layout]: -len(gpus) / nodes.count}, upper=0)
        found.append(held)
    for layout, terms in kept.items():
        milp.row(terms | {supply.used[layout]: -1.0}, upper=0)
    return found


def _hold_whole(milp: Milp, supply: Supply) -> dict[Occupant, int]:
    """Pods on several GPUs stay only where their node still holds such pods."""
    nodes = supply.nodes
    found: dict[Occupant, int] = {}
    sizes: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    for node in nodes.held:
        for pod, places in node.whole:
            kind = pod.option.unit, pod.option.per_pod
            if kind in nodes.kinds:
                found[pod] = milp.integer(len(places))
                sizes[kind][found[pod]] = 1.0
    for kind, terms in sizes.items():
        index = nodes.kinds.index(kind)
        holders = {
            column: -float(pattern[index]) for pattern, column in supply.whole.items() if pattern[index]
        }
        milp.row(terms | holders, upper=0)
    return found


def _stay_rows(program: Program, stays: dict[Occupant, list[int]]) -> None:
    """Those who stay are among those placed, and of each demand no more than it asks for."""
    for number, demand in enumerate(program.classes):
        for member in demand.members:
            own = [column for option in demand.options for column in stays[Occupant(member.name, option)]]
            if own and member.pods is not None:
                program.milp.row(dict.fromkeys(own, 1.0), upper=member.pods)
        for index, option in enumerate(demand.options):
            columns = [column for member in demand.members for column in stays[Occupant(member.name, option)]]
            if columns:
                terms = dict.fromkeys(columns, 1.0) | {program.placed[number, index]: -1.0}
                program.milp.row(terms, upper=0)
