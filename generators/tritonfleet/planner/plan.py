"""The plan: every derived number of every service in every environment, each with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from tritonfleet.planner import memory, timing
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.pools import Placement, candidates, capacity, place, product_label
from tritonfleet.planner.rollout import Strategy, strategy
from tritonfleet.planner.smoke import SmokeRequest, smoke_request
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService

PoolKey = tuple[str, str, str]
"""Cluster, pool, resource: what capacity is counted by."""


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """What tritonfleet derived for one service in one environment (or in the base)."""

    environment: str
    service: str
    placement: Derived[Placement] | None
    gpu_product: Derived[str] | None
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
    """How much of a pool's resource all environments together ask for."""

    cluster: str
    pool: str
    resource: str
    capacity: int
    used: int

    @property
    def free(self) -> int:
        return self.capacity - self.used


@dataclass(frozen=True, slots=True)
class Demand:
    """What one service asks of a pool's resource: in total, and for one more pod."""

    cluster: str
    pool: str
    resource: str
    capacity: int
    total: int
    per_pod: int

    @property
    def pool_key(self) -> PoolKey:
        return self.cluster, self.pool, self.resource


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
    placement = placement_of(service, environment)
    if placement is None:
        return None
    key = (environment.cluster_name, placement.pool_name, placement.resource)
    return Demand(*key, capacity(placement), placement.count * service.spec.replicas, placement.count)


def usage(demands: Iterable[Demand]) -> dict[PoolKey, Usage]:
    """What each pool has and what is asked of it, over all environments that share the cluster."""
    used: dict[PoolKey, int] = defaultdict(int)
    has: dict[PoolKey, int] = {}
    for asked in demands:
        has[asked.pool_key] = asked.capacity
        used[asked.pool_key] += asked.total
    return {key: Usage(*key, has[key], used[key]) for key in sorted(has)}


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
        strategy=strategy(spec, pools[asked.pool_key].free if asked else None, visible),
        concurrency=_concurrency(service, visible),
        smoke=smoke_request(service.models),
    )


def _explained(placement: Placement | None, service: ResolvedService) -> Derived[Placement] | None:
    if placement is None:
        return None
    why = "asked for (pool)" if service.spec.pool else "the only pool that offers it"
    return Derived(
        placement, f"{placement.resource} × {placement.count} on pool {placement.pool_name}: {why}"
    )


def _product(placement: Placement | None) -> Derived[str] | None:
    if placement is None or placement.pool.gpu is None:
        return None
    return Derived(
        product_label(placement.pool.gpu), "nvidia.com/gpu.product as the pool's sharing labels it"
    )


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
