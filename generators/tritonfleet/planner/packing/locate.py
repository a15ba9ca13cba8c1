"""From counts to names: which GPU of which node is cut how, and which pod sits on it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from tritonfleet.planner.packing.floor import CutGpu, Floor
from tritonfleet.planner.packing.holding import HeldClass, cut_of
from tritonfleet.planner.packing.ordering import option_key
from tritonfleet.planner.packing.problem import Layout, Occupant, PackedGpu, Unit
from tritonfleet.planner.packing.program import Program
from tritonfleet.planner.packing.supply import Supply

Values = tuple[float, ...]


def locate(program: Program, values: Values, placed: Counter[Occupant]) -> tuple[PackedGpu, ...]:
    """Every GPU in use, and the idle ones cut along with them, by group, node and index."""
    waiting = Counter(placed)
    floors: list[Floor] = []
    for number, supply in enumerate(program.supplies):
        own = _floors(program, supply, values)
        _keep_whole(own, program.whole_stay[number], values, waiting)
        _keep_gpus(own, program.held[number], values, waiting)
        _hold_places(own, supply, values)
        _cut_rest(own, supply, values)
        floors += own
    _seat(floors, +waiting)
    busy = {floor.group.name for floor in floors if floor.busy}
    packed = [gpu for floor in floors for gpu in floor.packed(group_busy=floor.group.name in busy)]
    return tuple(sorted(packed, key=lambda gpu: gpu.id))


def _floors(program: Program, supply: Supply, values: Values) -> list[Floor]:
    """The nodes of a class, uncut; a node that may be cut any way because nothing needs it takes the first."""
    nodes, layouts = supply.nodes, supply.nodes.group.layouts
    chosen: list[Layout | None] = [None] * len(nodes.nodes)
    if nodes.tied:
        alike = [s for s in program.supplies if s.nodes.group is nodes.group]
        counts = [round(values[column]) for column in supply.cut]
        if nodes.group.uniform == "group":
            counts = [
                len(nodes.nodes) * any(round(values[s.cut[i]]) for s in alike) for i in range(len(layouts))
            ]
        given = [layout for layout, count in zip(layouts, counts, strict=True) for _ in range(count)]
        chosen = [*given, *[layouts[0]] * (len(nodes.nodes) - len(given))]
    return [
        Floor(nodes.group, spec, layout, held, list(range(spec.gpus)))
        for spec, layout, held in zip(nodes.nodes, chosen, nodes.held, strict=True)
    ]


def _keep_whole(
    floors: Iterable[Floor], stay: dict[Occupant, int], values: Values, waiting: Counter[Occupant]
) -> None:
    for floor in floors:
        for pod, places in floor.held.whole:
            for indices in places[: round(values[stay[pod]]) if pod in stay else 0]:
                for gpu in floor.reserve(pod.option.unit, indices):
                    gpu.take(pod)
                waiting[pod] -= 1


def _keep_gpus(
    floors: Iterable[Floor], held: Iterable[HeldClass], values: Values, waiting: Counter[Occupant]
) -> None:
    by_name = {floor.spec.name: floor for floor in floors}
    for alike in held:
        staying = {pod: round(values[column]) for pod, column in alike.stay.items()}
        layout = dict(alike.gpus[0].cut)
        fit = [gpu for gpu in alike.gpus if _allows(by_name[gpu.id.node], layout)]
        for gpu in fit[: round(values[alike.keep])]:
            here = {pod: min(count, staying[pod]) for pod, count in gpu.pods}
            if not any(here.values()):
                continue
            cut = by_name[gpu.id.node].cut(layout, gpu.id.index)
            for pod, count in here.items():
                staying[pod] -= count
                waiting[pod] -= count
                for _ in range(count):
                    cut.take(pod)


def _allows(floor: Floor, layout: Layout) -> bool:
    return floor.layout is None or cut_of(floor.layout) == cut_of(layout)


def _hold_places(floors: Sequence[Floor], supply: Supply, values: Values) -> None:
    """Gives nodes the sets of pods on several GPUs that were counted, beside those of them that stay."""
    open_floors = list(floors)
    for pattern, column in supply.whole.items():
        units = {unit for (unit, _), number in zip(supply.nodes.kinds, pattern, strict=True) if number}
        fit = [floor for floor in open_floors if all(_allows(floor, {unit: 1}) for unit in units)]
        for floor in fit[: round(values[column])]:
            open_floors.remove(floor)
            kept = Counter(
                (gpu.pods[0].option.unit, gpu.pods[0].option.per_pod) for gpu in floor.gpus if gpu.pods
            )
            for (unit, size), number in zip(supply.nodes.kinds, pattern, strict=True):
                for _ in range(number - kept[unit, size] // size):
                    floor.places.append(floor.reserve(unit, floor.free[:size]))


def _cut_rest(floors: Sequence[Floor], supply: Supply, values: Values) -> None:
    """Cuts the remaining GPUs that were counted, on nodes in use first."""
    order = sorted(floors, key=lambda floor: not floor.gpus)
    for layout, column in zip(supply.nodes.group.layouts, supply.used, strict=True):
        kept = sum(
            gpu.layout == layout and gpu.pods[:1] != [] and gpu.pods[0].option.per_pod == 1
            for floor in floors
            for gpu in floor.gpus
        )
        missing = round(values[column]) - kept
        for floor in order:
            if missing > 0 and _allows(floor, layout):
                indices = floor.free[:missing]
                missing -= len(indices)
                for index in list(indices):
                    floor.cut(layout, index)


def _seat(floors: Iterable[Floor], waiting: Counter[Occupant]) -> None:
    """Seats everybody who does not stay, in order, on GPUs that others sit on first."""
    units: dict[tuple[str, Unit], list[CutGpu]] = defaultdict(list)
    places: dict[tuple[str, Unit, int], list[tuple[CutGpu, ...]]] = defaultdict(list)
    for floor in floors:
        reserved = {gpu.id for place in floor.places for gpu in place}
        for place in floor.places:
            places[floor.group.name, place[0].room.most_common(1)[0][0], len(place)].append(place)
        for gpu in floor.gpus:
            for unit in gpu.layout if gpu.id not in reserved else ():
                units[floor.group.name, unit].append(gpu)
    for gpus in units.values():
        gpus.sort(key=lambda gpu: (not gpu.pods, gpu.id), reverse=True)
    for pod in sorted(waiting, key=lambda pod: (pod.demand, option_key(pod.option))):
        option = pod.option
        for _ in range(waiting[pod]):
            if option.per_pod > 1:
                for gpu in places[option.group, option.unit, option.per_pod].pop(0):
                    gpu.take(pod)
            else:
                _next(units[option.group, option.unit], option.unit).take(pod)


def _next(gpus: list[CutGpu], unit: Unit) -> CutGpu:
    """The next GPU with room for the unit; the list is used up from its end."""
    while gpus[-1].room[unit] <= 0:
        gpus.pop()
    return gpus[-1]
