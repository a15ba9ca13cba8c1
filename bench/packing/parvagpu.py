"""ParvaGPU's six scenarios: its profiles, its loads, its latency rule, packed to a proven optimum.

The rule (published with the deployments, all of which fulfil it): latency below 0.9 × SLO / 2, at most five processes
on a slice, one A100-80GB cut in any legal way. Published GPUs: 2, 3, 5, 7, 13, 16.
"""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bench.packing import data
from tritonfleet.geometry import maximal_geometries, place, product
from tritonfleet.geometry.types import Product
from tritonfleet.planner.packing import (
    Demand,
    Group,
    NodeSpec,
    Option,
    PackingProblem,
    Solution,
    solve,
    verify,
)

PUBLISHED = {1: 2, 2: 3, 3: 5, 4: 7, 5: 13, 6: 16}
PROFILES = {1: "1g.10gb", 2: "2g.20gb", 3: "3g.40gb", 4: "4g.40gb", 7: "7g.80gb"}
"""The sizes that were measured, in compute slices. A 1g.20gb was not."""
PROCESSES = 5
LATENCY_PART = 0.9 / 2
NODES = 8
"""Nodes of eight GPUs: four times what the largest scenario needs."""

Row = tuple[str, int, int, int]
"""Model, compute slices, batch size, processes: what a profile has one row for."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A scenario, packed: its solution, the seconds it took, and everything the checkers found wrong with it."""

    solution: Solution
    seconds: float
    mistakes: tuple[str, ...]


def pack(number: int) -> Packed:
    """Packs a scenario, and has both the engine's checker and this module's own look at it."""
    problem = _problem(number)
    start = time.perf_counter()
    solution = solve(problem)
    seconds = time.perf_counter() - start
    card = _card()
    found = verify(problem, solution, lambda _, counts: place(card, counts) is not None)
    deployed = [
        (pod.demand, size, *pod.option.tag)  # type: ignore[misc]
        for gpu in solution.gpus
        for pod in gpu.occupants
        for size, profile in PROFILES.items()
        if profile == pod.option.unit
    ]
    return Packed(solution, seconds, (*found, *unmet(number, deployed)))


def _card() -> Product:
    card = product("NVIDIA-A100-SXM4-80GB")
    if card is None:
        raise LookupError("the catalogue has no A100-80GB")
    return card


def _problem(number: int) -> PackingProblem:
    cuts = tuple(cut for cut in maximal_geometries(_card()) if set(cut) <= set(PROFILES.values()))
    nodes = tuple(NodeSpec(f"node-{index}", 8) for index in range(NODES))
    rows = data.measurements()
    demands = []
    for load in data.scenario(number):
        fit = [
            Option(
                "a100",
                PROFILES[row.size],
                rate=row.throughput * row.processes,
                tag=(row.batch, row.processes),
            )
            for row in rows
            if row.model == load.model and row.processes <= PROCESSES and _in_time(row.latency, load)
            if row.throughput > 0
        ]
        demands.append(Demand(load.model, tuple(fit), rate=load.rate))
    return PackingProblem((Group("a100", nodes, cuts),), tuple(demands))


def _in_time(latency: float, load: data.Load) -> bool:
    return latency * 1000 < LATENCY_PART * load.slo_ms


def unmet(number: int, deployed: Iterable[Row]) -> list[str]:
    """What a deployment fails of a scenario: rows not measured, too slow, or too little throughput for a model."""
    measured = {(row.model, row.size, row.batch, row.processes): row for row in data.measurements()}
    loads = {load.model: load for load in data.scenario(number)}
    served: dict[str, float] = defaultdict(float)
    found = []
    for key in deployed:
        row = measured.get(key)
        if row is None or key[3] > PROCESSES:
            found.append(f"{key} was not measured")
        elif not _in_time(row.latency, loads[row.model]):
            found.append(f"{key} answers in {row.latency} s")
        else:
            served[row.model] += row.throughput * row.processes
    found += [
        f"{name} is served {served[name]:g} of {load.rate:g}"
        for name, load in loads.items()
        if served[name] < load.rate
    ]
    return found


def overlapping(number: int) -> list[tuple[int, int]]:
    """The GPUs of the published deployment on which two placements share a memory slice."""
    return [gpu for gpu, rows in sorted(data.published(number).items()) if any(_collisions(rows))]


def _collisions(rows: Iterable[data.Deployed]) -> Iterator[bool]:
    card = _card()
    taken = []
    for row in rows:
        profile = card.profiles[PROFILES[row.size]]
        yield row.start not in profile.placements
        taken.append(set(range(row.start, row.start + (profile.memory_slices or 0))))
    yield from (bool(one & other) for one, other in itertools.combinations(taken, 2))
