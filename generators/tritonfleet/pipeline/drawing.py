"""From a plan to its picture: every GPU as it is cut, and the pods where the planner put them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tritonfleet.picture.model import (
    Cluster,
    FleetMap,
    Node,
    Occupant,
    Pool,
    ServiceRow,
    Unplaced,
)
from tritonfleet.pipeline.gpu_drawing import SPARE, Pods, draw_gpu
from tritonfleet.pipeline.planning import Planned
from tritonfleet.planner.gpu_memory import needed_mib
from tritonfleet.planner.nodes import node_groups
from tritonfleet.planner.placing.demand import Choice, planned_load
from tritonfleet.planner.placing.explain import bound, unmet, why
from tritonfleet.planner.placing.placed import PlacedCluster, PlacedGpu
from tritonfleet.planner.placing.supply import node_name
from tritonfleet.planner.pools import place, unit_request
from tritonfleet.planner.units import WHOLE
from tritonfleet.spec.cluster import Pool as DeclaredPool
from tritonfleet.spec.gpu import PoolGpu


def fleet_map(planned: Planned) -> FleetMap:
    """The map of a plan: clusters without GPUs are left out."""
    file = planned.file
    drawn = [placed for placed in planned.clusters if placed.gpus]
    return FleetMap(
        fleet=file.fleet.metadata.name,
        clusters=tuple(_cluster(placed, file.fleet.clusters[placed.name].pools) for placed in drawn),
        services=tuple(
            row for placed in drawn for row in _services(placed, file.fleet.clusters[placed.name].pools)
        ),
        unplaced=tuple(
            Unplaced(*_apart(found.service), found.pods, found.because, found.change)
            for placed in drawn
            for found in unmet(placed)
        ),
        bound="; ".join(f"{placed.name}: {bound(placed)}" for placed in drawn),
        generated_from=file.path.name,
    )


def _cluster(placed: PlacedCluster, pools: Mapping[str, DeclaredPool]) -> Cluster:
    by_node: dict[tuple[str, str], list[PlacedGpu]] = defaultdict(list)
    for gpu in placed.gpus:
        by_node[gpu.pool, gpu.node].append(gpu)
    counted: Counter[str] = Counter()
    drawn = tuple(
        _pool(placed, name, pool, pool.gpu, by_node, counted) for name, pool in pools.items() if pool.gpu
    )
    return Cluster(placed.name, placed.cluster.kubernetes, drawn)


def _pool(
    placed: PlacedCluster,
    name: str,
    pool: DeclaredPool,
    gpu: PoolGpu,
    by_node: Mapping[tuple[str, str], Sequence[PlacedGpu]],
    counted: Counter[str],
) -> Pool:
    """``counted`` numbers the pods of each service over the whole cluster."""
    configs = {node: group for group in node_groups(name, pool) for node in group.nodes}
    nodes = []
    for index in range(pool.nodes):
        node, group = node_name(name, pool, index), configs[index]
        gpus = sorted(by_node[name, node], key=lambda own: own.index)
        drawn = tuple(draw_gpu(group, own, _pods(placed, own, counted)) for own in gpus)
        nodes.append(Node(node, drawn, group.name if gpu.mig else "", group.name if group.replicas else ""))
    price = pool.price
    return Pool(
        name,
        gpu.product,
        _sharing(gpu),
        tuple(nodes),
        configs[0].labels,
        price.per_gpu_hour if price else None,
        price.currency if price else "",
    )


def _sharing(gpu: PoolGpu) -> str:
    parts = [f"MIG {gpu.mig.strategy}" if gpu.mig else ""]
    if gpu.mps:
        parts.append(f"MPS × {gpu.mps.replicas}")
    if gpu.time_slicing:
        slices = [f"{profile} × {count}" for profile, count in gpu.time_slicing.slices.items()]
        whole = [f"× {gpu.time_slicing.replicas}"] if gpu.time_slicing.replicas else []
        parts.append(f"time-slicing {', '.join([*whole, *slices])}")
    parts.append("renamed" if gpu.renamed else "")
    parts.append("by DRA" if gpu.allocation == "dra" else "")
    return ", ".join(part for part in parts if part) or "whole GPUs"


def _pods(placed: PlacedCluster, gpu: PlacedGpu, counted: Counter[str]) -> Pods:
    found: Pods = defaultdict(list)
    for name, choice in gpu.pods:
        environment, service = _apart(name)
        spec = placed.services[name].spec
        per_pod = spec.gpu.count or 1 if spec.gpu and choice.unit == WHOLE else 1
        replica = counted[name] // per_pod
        counted[name] += 1
        note = f"one of {per_pod} GPUs" if per_pod > 1 else ""
        if replica >= placed.replicas(name):
            note = SPARE
        found[choice.unit].append(Occupant(environment, service, replica, note))
    return found


def _services(placed: PlacedCluster, pools: Mapping[str, DeclaredPool]) -> Iterator[ServiceRow]:
    for name in placed.demands:
        choice = placed.choice(name)
        if choice is None:
            continue
        environment, service = _apart(name)
        pool, gpu = pools[choice.pool], placed.services[name].spec.gpu
        found = place(unit_request(choice.unit, gpu.allocation), choice.pool, pool) if gpu else None
        yield ServiceRow(
            environment,
            service,
            placed.name,
            choice.pool,
            found.resource if found else choice.unit,
            placed.pods(name),
            why(placed, name),
            _numbers(placed, name, choice),
        )


def _numbers(placed: PlacedCluster, name: str, choice: Choice) -> dict[str, str]:
    service = placed.services[name]
    numbers = {}
    if needed := needed_mib(service.models):
        numbers["GPU memory"] = f"{needed} MiB"
    if choice.measured:
        row = choice.measured
        numbers["load"] = f"{planned_load(service.spec):g}/s"
        numbers["throughput"] = f"{row.throughput * placed.pods(name):g}/s"
        numbers["latency"] = f"{row.latency_ms:g} ms"
        measured = {"batch": row.batch, "instances": row.processes}
        numbers |= {name: str(number) for name, number in measured.items() if number}
    return numbers


def _apart(name: str) -> tuple[str, str]:
    """``environment/service`` as two."""
    environment, _, service = name.partition("/")
    return environment, service
