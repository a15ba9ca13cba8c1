"""The plan: every derived number of every service in every environment, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from tritonfleet.planner import memory, timing
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.pools import Placement
from tritonfleet.planner.rollout import Strategy, strategy
from tritonfleet.planner.scaling import Given, ScalingPlan, scaling_plan
from tritonfleet.planner.scaling.types import NOTHING_GIVEN
from tritonfleet.planner.slo import SloPlan, slo_plan
from tritonfleet.planner.smoke import SmokeRequest, smoke_request
from tritonfleet.planner.usage import PoolKey, Usage, demand_of, placement_of
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


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
    slo: SloPlan | None = None
    scaling: ScalingPlan | None = None

    def numbers(self) -> Iterator[tuple[str, Derived[object]]]:
        """Each derived value by name, those that do not apply left out."""
        for field in fields(self)[2:]:
            value = getattr(self, field.name)
            if isinstance(value, Derived):
                yield field.name, value
            elif value is not None:
                yield from ((f"{field.name}_{name}", derived) for name, derived in value.numbers())


def plan_service(
    service: ResolvedService,
    environment: ResolvedEnvironment,
    pools: Mapping[PoolKey, Usage],
    given: Given = NOTHING_GIVEN,
) -> ServicePlan:
    """Derive every number of one service. ``pools`` is ``usage`` of all demands, ``given`` is ``scaling.given_for``."""
    placement = placement_of(service, environment)
    spec = service.spec
    asked = demand_of(service, environment)
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
        slo=slo_plan(service, environment),
        scaling=scaling_plan(service, environment, given),
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
        batch = max(model.max_batch_size or 1, 1)
        target = 2 * batch * count
        if count and target > best:
            best, reason = target, f"2 × batch {batch} × {count} instances of {name}"
    return Derived(best, reason, "requests")
