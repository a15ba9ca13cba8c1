"""The best packing of a tiny problem, by trying everything."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from functools import cache

from tritonfleet.planner.packing import Demand, GpuId, Group, Occupant, Option, PackingProblem

Gpu = tuple[Group, str, int]
Cut = tuple[tuple[str, int], ...]
Held = tuple[tuple[Occupant, int], ...]


def best(problem: PackingProblem) -> tuple[int, float, int]:
    """Fewest pods short, with that the least cost, with that the most pods that stay (negative). Pods, no rates."""
    gpus = [
        (group, node.name, index)
        for group in problem.groups
        for node in group.nodes
        for index in range(node.gpus)
    ]
    pods = [demand for demand in problem.demands for _ in range(demand.pods or 0)]
    return min(_fill(gpus, cuts, pods, _held(problem, gpus, cuts)) for cuts in _cuts(gpus))


def _held(problem: PackingProblem, gpus: list[Gpu], cuts: list[Cut]) -> tuple[Held, ...]:
    """Who runs now on each GPU and may stay, since it is cut as it was."""
    now = {gpu.id: gpu for gpu in problem.current}
    found = []
    for (group, node, index), cut in zip(gpus, cuts, strict=True):
        gpu = now.get(GpuId(group.name, node, index))
        same = gpu is not None and tuple(sorted(gpu.layout.items())) == cut
        found.append(_key(Counter(gpu.occupants)) if same else ())
    return tuple(found)


def _key(pods: Counter[Occupant]) -> Held:
    return tuple(sorted((+pods).items(), key=repr))


def best_of_choices(problem: PackingProblem) -> tuple[int, float] | None:
    """The same where pods must be alike or a rate met: every choice of options is tried. None: a rate is not met."""
    found = []
    for chosen in itertools.product(*(list(_choices(demand)) for demand in problem.demands)):
        pods = tuple(Demand(f"{n}", options, pods=1) for n, options in enumerate(itertools.chain(*chosen)))
        short, cost, _ = best(PackingProblem(problem.groups, pods))
        if not short or all(demand.rate is None for demand in problem.demands):
            found.append((short, cost))
    return min(found, default=None)


def _choices(demand: Demand) -> Iterator[tuple[tuple[Option, ...], ...]]:
    """For each pod the options it may take: every way to be alike, every least set of pods that meets a rate."""
    for tag in sorted({option.tag for option in demand.options}) if demand.alike else [None]:
        options = tuple(option for option in demand.options if not demand.alike or option.tag == tag)
        if demand.rate is None:
            yield (options,) * (demand.pods or 0)
            continue
        for size in range(1, 6):
            for chosen in itertools.combinations_with_replacement(options, size):
                without = (chosen[:n] + chosen[n + 1 :] for n in range(size))
                if _meets(demand, chosen) and not any(_meets(demand, w) for w in without):
                    yield tuple((option,) for option in chosen)


def _meets(demand: Demand, chosen: tuple[Option, ...]) -> bool:
    spare = demand.spare * max((option.rate or 0 for option in chosen), default=0)
    enough = len(chosen) >= demand.least + demand.spare
    return enough and sum(option.rate or 0 for option in chosen) - spare >= (demand.rate or 0)


def _cuts(gpus: list[Gpu]) -> Iterator[list[Cut]]:
    ways = [[tuple(sorted(layout.items())) for layout in group.layouts] for group, _, _ in gpus]
    for cuts in itertools.product(*ways):
        alike: dict[tuple[str, ...], set[Cut]] = {}
        for (group, node, _), cut in zip(gpus, cuts, strict=True):
            where = {"gpu": None, "node": (group.name, node), "group": (group.name,)}[group.uniform]
            if where:
                alike.setdefault(where, set()).add(cut)
        if all(len(different) == 1 for different in alike.values()):
            yield list(cuts)


def _fill(
    gpus: list[Gpu], cuts: list[Cut], pods: list[Demand], held: tuple[Held, ...]
) -> tuple[int, float, int]:
    @cache
    def rest(number: int, room: tuple[Cut, ...], held: tuple[Held, ...]) -> tuple[int, float, int]:
        if number == len(pods):
            full = zip(gpus, cuts, room, strict=True)
            return 0, sum(group.cost for (group, _, _), cut, left in full if cut != left), 0
        short, cost, moves = rest(number + 1, room, held)
        found = [(short + 1, cost, moves)]
        for option in pods[number].options:
            pod = Occupant(pods[number].name, option)
            for chosen in _seats(gpus, room, option):
                stays = all(dict(held[n]).get(pod) for n in chosen)
                left = _without(held, chosen, pod) if stays else held
                short, cost, moves = rest(number + 1, _taken(room, chosen, option.unit), left)
                found.append((short, cost, moves - stays))
        return min(found)

    return rest(0, tuple(cuts), held)


def _seats(gpus: list[Gpu], room: tuple[Cut, ...], option: Option) -> Iterator[tuple[int, ...]]:
    fit = [n for n, (group, _, _) in enumerate(gpus) if group.name == option.group]
    for chosen in itertools.combinations(fit, option.per_pod):
        whole = option.per_pod == 1 or all(dict(room[n]) == {option.unit: 1} for n in chosen)
        one_node = len({gpus[n][1] for n in chosen}) == 1
        if whole and one_node and all(dict(room[n]).get(option.unit) for n in chosen):
            yield chosen


def _taken(room: tuple[Cut, ...], chosen: tuple[int, ...], unit: str) -> tuple[Cut, ...]:
    return tuple(
        tuple((name, count - (name == unit)) for name, count in cut) if n in chosen else cut
        for n, cut in enumerate(room)
    )


def _without(held: tuple[Held, ...], chosen: tuple[int, ...], pod: Occupant) -> tuple[Held, ...]:
    return tuple(
        _key(Counter(dict(pods)) - Counter([pod])) if n in chosen else pods for n, pods in enumerate(held)
    )
