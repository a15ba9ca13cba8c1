"""The plan: every derived number of every service in every environment, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from tritonfleet.dra import counted_as
from tritonfleet.planner import memory, timing
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.gpu_memory import needed_mib, unit_memory
from tritonfleet.planner.pools import Placement, candidates, place, request_text
from tritonfleet.planner.rollout import Strategy, strategy, surges_only
from tritonfleet.planner.smoke import SmokeRequest, smoke_request
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

PoolKey = tuple[str, str, str, str]
"""Cluster, pool, resource, request: what capacity is counted by. Under MIG single one resource is of several sizes."""


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """What tritonfleet derived for one service in one environment (or in the base)."""

    environment: str
    service: str
    placement: Derived[Placement] | None
    gpu_product: Derived[tuple[str, ...]] | None
    startup_budget: Derived[int]
    pre_stop: Derived[int]
    exit_timeout: Derived[int]
    unload: Derived[int]
    grace_period: Derived[int]
    shared_memory: Derived[int]
    strategy: Derived[Strategy]
    concurrency: Derived[int]
    smoke: Derived[SmokeRequest] | None

    def numbers(self) -> Iterator[tuple[str, Derived[object]]]:
        """Each derived value by name, those that do not apply left out."""
        for field in fields(self)[2:]:
            value = getattr(self, field.name)
            if value is not None:
                yield field.name, value


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a pool's resource all environments together ask for.

    ``surge`` is how much of it must be free for a rollout that takes no old pod away before a new one runs.
    """

    cluster: str
    pool: str
    resource: str
    capacity: int
    used: int
    nodes: int = 1
    surge: int = 0
    request: str = ""

    @property
    def pool_key(self) -> PoolKey:
        return self.cluster, self.pool, self.resource, self.request

    @property
    def free(self) -> int:
        return self.capacity - self.used

    def has_room(self, per_pod: int) -> bool:
        """Whether one more pod finds its GPUs on one node, however unluckily the free ones are spread."""
        return self.free > self.nodes * (per_pod - 1)


@dataclass(frozen=True, slots=True)
class Demand:
    """What one service asks of a pool's resource: in total, and for one more pod.

    ``memory_mib`` is what the pod's models need of a device, ``sharers`` how many pods a device is shared by, and
    ``device_mib`` its memory (None: not known). ``counted_as`` is what a ResourceQuota counts it by. ``surge`` is
    what a rollout cannot do without, on top. ``request`` is the unit, as ``request_text`` has it.
    """

    cluster: str
    pool: str
    resource: str
    capacity: int
    total: int
    per_pod: int
    nodes: int = 1
    memory_mib: int = 0
    sharers: int = 1
    device_mib: int | None = None
    counted_as: str = ""
    surge: int = 0
    request: str = ""

    @property
    def pool_key(self) -> PoolKey:
        return self.cluster, self.pool, self.resource, self.request


def placement_of(service: ResolvedService, environment: ResolvedEnvironment) -> Placement | None:
    """The pool and resource a service gets; None without a GPU, a cluster, or a pool that offers it."""
    if service.spec.gpu is None or environment.cluster is None:
        return None
    pools = environment.cluster.pools
    if service.spec.pool:
        pool = pools.get(service.spec.pool)
        return place(service.spec.gpu, service.spec.pool, pool) if pool else None
    found = candidates(service.spec.gpu, pools)
    return found[0] if len(found) == 1 else None


def demand(service: ResolvedService, environment: ResolvedEnvironment) -> Demand | None:
    """What a service asks of a pool in one environment; None without a GPU or a pool."""
    placement, request = placement_of(service, environment), service.spec.gpu
    if placement is None or request is None:
        return None
    key = (environment.cluster_name, placement.pool_name, placement.resource)
    device = unit_memory(placement.pool.gpu, request_text(request)) if placement.pool.gpu else None
    return Demand(
        *key,
        capacity=placement.capacity,
        total=placement.count * service.spec.replicas,
        per_pod=placement.count,
        nodes=placement.pool.nodes,
        memory_mib=needed_mib(service.models),
        sharers=request.share or 1 if placement.pool.gpu and not placement.pool.gpu.mps else 1,
        device_mib=device.mib if device else None,
        counted_as=counted_as(request, placement.resource),
        request=request_text(request),
        surge=placement.count if surges_only(service.spec) and service.spec.replicas else 0,
    )


def usage(demands: Iterable[Demand]) -> dict[PoolKey, Usage]:
    """What each pool has and what is asked of it, over all environments that share the cluster."""
    used: dict[PoolKey, int] = defaultdict(int)
    surge: dict[PoolKey, int] = defaultdict(int)
    has: dict[PoolKey, tuple[int, int]] = {}
    for asked in demands:
        has[asked.pool_key] = asked.capacity, asked.nodes
        used[asked.pool_key] += asked.total
        surge[asked.pool_key] = max(surge[asked.pool_key], asked.surge)
    return {key: _usage(key, *has[key], used[key], surge[key]) for key in sorted(has)}


def _usage(key: PoolKey, capacity: int, nodes: int, used: int, surge: int) -> Usage:
    cluster, pool, resource, request = key
    return Usage(cluster, pool, resource, capacity, used, nodes, surge, request)


def plan_service(
    service: ResolvedService, environment: ResolvedEnvironment, pools: Mapping[PoolKey, Usage]
) -> ServicePlan:
    """Derive every number of one service. ``pools`` is ``usage`` of all demands."""
    placement = placement_of(service, environment)
    spec = service.spec
    asked = demand(service, environment)
    visible = spec.visible_gpus
    return ServicePlan(
        environment=environment.name,
        service=service.name,
        placement=_explained(placement, service),
        gpu_product=_product(placement),
        startup_budget=timing.startup_budget(service.models),
        pre_stop=timing.pre_stop(spec),
        exit_timeout=timing.exit_timeout(spec),
        unload=timing.unload(spec),
        grace_period=timing.grace_period(spec),
        shared_memory=memory.shared_memory(service.models, visible),
        strategy=strategy(spec, pools[asked.pool_key] if asked else None, visible),
        concurrency=_concurrency(service, visible),
        smoke=smoke_request(service.models),
    )


def _explained(placement: Placement | None, service: ResolvedService) -> Derived[Placement] | None:
    if placement is None:
        return None
    planned = service.spec.gpu is not None and service.spec.gpu.planned
    asked = "by the plan" if planned else "asked for (pool)"
    why = asked if service.spec.pool else "the only pool that offers it"
    return Derived(
        placement, f"{placement.resource} × {placement.count} on pool {placement.pool_name}: {why}"
    )


def _product(placement: Placement | None) -> Derived[tuple[str, ...]] | None:
    if placement is None:
        return None
    return Derived(placement.products, "nvidia.com/gpu.product as the pool's sharing labels it")


def _concurrency(service: ResolvedService, gpus: int) -> Derived[int]:
    """Requests in flight that keep a server busy: 2 × batch × instances, of its busiest model.

    Source: triton-inference-server/server:docs/user_guide/model_configuration.md and perf_analyzer advice.
    """
    best, reason = 0, "no model declares a batch size"
    for name, model in service.models.items():
        count = memory.instances(model, gpus)
        target = 2 * max(model.max_batch_size or 1, 1) * count
        if count and target > best:
            best = target
            reason = f"2 × batch {max(model.max_batch_size or 1, 1)} × {count} instances of {name}"
    return Derived(best, reason, "requests")
