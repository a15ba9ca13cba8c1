"""What a fleet leaves to the plan is in the plan, and the plan is of this fleet."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet import geometry
from tritonfleet.checks.finding import Severity
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.consistency.placement import pool_exists
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.plan_file import REMAKE, inputs_digest, plan_path
from tritonfleet.spec.planned import planned_parts
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.suggest import suggest

MOST_HEADROOM = 10
"""Ten times the replicas or the load, on top."""


def check_plan(file: FleetFile) -> Iterator[Broken]:
    """There is a plan where one is needed, and it was made from what the fleet says now."""
    parts = list(planned_parts(file.written))
    name = plan_path(file.path).name
    if not parts:
        return
    if file.plan is None:
        yield Broken("FLT030", parts[0], f"this is left to the plan, and there is no {name}", REMAKE)
    elif file.plan.inputs != inputs_digest(file.written, file.root):
        message = f"{name} was made before services or pools changed"
        yield Broken("FLT031", parts[0], message, REMAKE, Severity.WARNING)


def _chosen(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    """A choice of the plan is beside ``planned``; so is what it replaces, where there is no choice."""
    gpu = service.spec.gpu
    if gpu is None or not gpu.planned or environment.is_base:
        return
    chosen = gpu.count or gpu.slice or gpu.share
    if chosen and file.plan and file.plan.decides(environment.name, service.name):
        return
    message = f"environment {environment.name}: the plan has no place for service {service.name}"
    idle = not service.spec.replicas
    fix = "it has 0 replicas: write what one pod would get, as `slice` or `count`" if idle else REMAKE
    yield Broken("FLT030", written_at(environment, service.name, "gpu"), message, fix)


def _measured(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """A plan by measurements takes both, a profile and a load; with one of them alone it goes by memory."""
    spec = service.spec
    if environment.is_base or spec.gpu is None or not spec.gpu.planned:
        return
    load = spec.slo.requests_per_second if spec.slo else None
    path = written_at(environment, service.name, "profile" if spec.profile else "slo")
    where = named(environment, service)
    if bool(spec.profile) != bool(load):
        has, lacks = ("profile", "slo.requestsPerSecond") if spec.profile else ("load", "profile")
        message = f"{where}: the plan does not use its {has}, for it has no {lacks}"
        yield Broken("FLT037", path, message, f"give it {lacks}, or take the {has} out", Severity.WARNING)


def _measured_on(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """A profile names a product of the cluster, or one that the catalogue knows."""
    product = service.spec.profile.product if service.spec.profile else None
    if product is None or environment.cluster is None or geometry.product(product):
        return
    known = {pool.gpu.product for pool in environment.cluster.pools.values() if pool.gpu}
    if product not in known:
        message = f"{named(environment, service)}: unknown GPU product `{product}`"
        path = (*written_at(environment, service.name, "profile"), "product")
        yield Broken("FLT050", path, message, suggest(product, known))


def _within_reason(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """Numbers that nobody means would keep the solver busy for ever."""
    spec = service.spec
    if environment.is_base:
        return
    where = named(environment, service)
    if spec.headroom.ratio > MOST_HEADROOM:
        message = f"{where}: headroom {spec.headroom} is more than {MOST_HEADROOM:.0%}"
        yield Broken("FLT038", written_at(environment, service.name, "headroom"), message, "raise replicas")


WITHOUT_PLAN: tuple[ServiceRule, ...] = (_measured, _measured_on, _within_reason)
RULES: tuple[ServiceRule, ...] = (_chosen, *WITHOUT_PLAN)


def check_plannable(file: FleetFile, environment: ResolvedEnvironment) -> Iterator[Broken]:
    """What must hold of an environment's services before there is a plan."""
    for service in environment.services.values():
        for rule in (pool_exists, *WITHOUT_PLAN):
            yield from rule(file, environment, service)
