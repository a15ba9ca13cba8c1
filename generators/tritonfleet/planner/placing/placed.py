"""The plan of a cluster's GPUs: made by the packing engine, from what is declared and what ran before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tritonfleet.planner.packing import (
    Demand,
    GpuId,
    Occupant,
    PackedGpu,
    PackingProblem,
    Solution,
    solve,
)
from tritonfleet.planner.placing.demand import Choice, choice_of, demand_of, planned_load
from tritonfleet.planner.placing.supply import Supply, supplies, units_of
from tritonfleet.planner.pools import request_text
from tritonfleet.planner.rollout import kept_free
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.layouts import Layout
from tritonfleet.spec.plan_file import PlanFile
from tritonfleet.spec.resolve import ResolvedService

GAP = 0.0005
"""The part of the cost that may stay unproved: less than a GPU of 2000, and what takes longest to prove."""


@dataclass(frozen=True)
class PlacedGpu:
    """One GPU of a pool: its MIG layout, the units that gives, and each pod on it, as service and choice.

    A service is ``environment/service``.
    """

    pool: str
    node: str
    index: int
    layout: Layout
    units: Mapping[str, int]
    pods: tuple[tuple[str, Choice], ...]

    @property
    def free(self) -> dict[str, int]:
        """Units that no pod sits on."""
        taken = Counter(choice.unit for _, choice in self.pods)
        left = {unit: count - taken[unit] for unit, count in self.units.items()}
        return {unit: count for unit, count in left.items() if count}


@dataclass(frozen=True)
class PlacedCluster:
    """A cluster with everything placed that has room. ``services`` are those with a GPU, by ``environment/service``."""

    name: str
    cluster: Cluster
    services: Mapping[str, ResolvedService]
    supplies: tuple[Supply, ...]
    demands: Mapping[str, Demand]
    solution: Solution
    gpus: tuple[PlacedGpu, ...]

    @cached_property
    def _on_gpus(self) -> Counter[tuple[str, Choice]]:
        """On how many GPUs each service sits, and by which choice."""
        return Counter(pod for gpu in self.gpus for pod in gpu.pods)

    @cached_property
    def _choices(self) -> dict[str, Choice]:
        return dict(self._on_gpus.keys())

    def choice(self, service: str) -> Choice | None:
        """How the service runs; None when no pod of it found a place."""
        return self._choices.get(service)

    def pods(self, service: str) -> int:
        """How many pods of the service found a place, those to spare among them. A pod on several GPUs counts once."""
        choice = self.choice(service)
        if choice is None:
            return 0
        option = next(o for o in self.demands[service].options if choice_of(o) == choice)
        return self._on_gpus[service, choice] // option.per_pod

    def replicas(self, service: str) -> int:
        """Pods that the service runs with: as it says, or as many as its load takes; what is to spare not counted."""
        spec = self.services[service].spec
        if planned_load(spec) is None:
            return spec.replicas
        return max(self.pods(service) - kept_free(spec), 0)


def place_cluster(
    name: str,
    cluster: Cluster,
    services: Mapping[str, ResolvedService],
    *,
    root: Path,
    before: PlanFile | None = None,
    limit: float = 60.0,
    seed: int = 0,
) -> PlacedCluster:
    """Place the services (``environment/service``) of one cluster, moving as little as can be of what was ``before``.

    ``limit`` is seconds for the solver. Raises InputError for a profile that cannot be read.
    """
    found = tuple(s for pool_name, pool in cluster.pools.items() for s in supplies(pool_name, pool))
    asked = (demand_of(key, service, found, root) for key, service in services.items())
    demands = {demand.name: demand for demand in asked if demand}
    current = tuple(_current(before, name, found, demands)) if before else ()
    problem = PackingProblem(tuple(s.group for s in found), tuple(demands.values()), current)
    solution = solve(problem, limit=limit, gap=GAP, seed=seed)
    kept = {key: services[key] for key in demands}
    return PlacedCluster(name, cluster, kept, found, demands, solution, tuple(_gpus(found, solution)))


def _gpus(found: Sequence[Supply], solution: Solution) -> Iterator[PlacedGpu]:
    """Every GPU, those without pods as they are declared, or whole where the plan may cut them."""
    packed = {gpu.id: gpu for gpu in solution.gpus}
    for supply in found:
        for node, indices in supply.indices.items():
            for number, index in enumerate(indices):
                gpu = packed.get(GpuId(supply.group.name, node, number))
                layout = supply.layout(gpu.layout) if gpu else supply.idle
                pods = tuple((o.demand, choice_of(o.option)) for o in gpu.occupants) if gpu else ()
                units = units_of(supply.gpu, layout)
                yield PlacedGpu(supply.pool_name, node, index, layout, units, pods)


def _current(
    before: PlanFile, cluster: str, found: Sequence[Supply], demands: Mapping[str, Demand]
) -> Iterator[PackedGpu]:
    """What the earlier plan put on GPUs that are still there and may still be cut so."""
    for supply in found:
        for node, indices in supply.indices.items():
            planned = before.gpus.get(f"{cluster}/{supply.pool_name}/{node}", {})
            for number, index in enumerate(indices):
                gpu = planned.get(str(index))
                if gpu is not None and dict(gpu.layout) in map(dict, supply.layouts):
                    cut = units_of(supply.gpu, gpu.layout)
                    pods = tuple(_occupants(supply, gpu.pods, before, demands, cut))
                    yield PackedGpu(GpuId(supply.group.name, node, number), cut, pods)


def _occupants(
    supply: Supply,
    pods: Mapping[str, int],
    before: PlanFile,
    demands: Mapping[str, Demand],
    cut: Mapping[str, int],
) -> Iterator[Occupant]:
    """The pods that sat on a GPU, as many as its units can have: people edit plans."""
    left = dict(cut)
    for service, count in pods.items():
        planned = before.services.get(service)
        for option in demands[service].options if service in demands else ():
            if option.group == supply.group.name and (
                planned is None or option.unit == request_text(planned.gpu)
            ):
                fitting = min(count, left.get(option.unit, 0))
                left[option.unit] = left.get(option.unit, 0) - fitting
                yield from [Occupant(service, option)] * fitting
                break
