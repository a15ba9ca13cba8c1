"""Objectives: this release of Triton, with these buckets, can tell whether they are met."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.planner.buckets import FAMILY, bound_text
from tritonfleet.planner.slo import slo_plan
from tritonfleet.planner.slo_models import (
    REASON_SINCE,
    counted_models,
    latency_source,
    release_text,
)
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.consistency.slo import latency_of, objective_path
from tritonfleet.spec.load import FleetFile
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService


def _has_histogram(service: ResolvedService) -> bool:
    return latency_source(service.spec.image, counted_models(service)).value == "histogram"


def _own_buckets(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """Buckets that a model states itself hold the objective."""
    latency = latency_of(service)
    if latency is None or not _has_histogram(service):
        return
    within = float(latency.within.amount * 1000)
    for name, model in counted_models(service).items():
        own = (model.metrics or {}).get(FAMILY)
        if own is None or not own.buckets or within in own.buckets:
            continue
        there = ", ".join(map(bound_text, own.buckets))
        message = (
            f"service {service.name}: model {name} has buckets at {there} ms, "
            f"and none at its objective of {latency.within}"
        )
        path = written_at(environment, name, "metrics", section="models")
        yield Broken("FLT062", path, message, f"add {bound_text(within)}, or leave its buckets out")


def _histogram(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """The release counts how many requests were in time; its histogram counts whole milliseconds."""
    plan = slo_plan(service, environment)
    if plan is None or plan.latency is None or environment.is_base:
        return
    within = plan.latency.within.value
    if plan.latency.source.value == "mean":
        message = f"{named(environment, service)}: only the mean latency can be watched: {plan.latency.source.reason}"
        path = objective_path(file, environment, service, "latency")
        yield Broken("FLT065", path, message, "update the image to 26.01 or later", Severity.WARNING)
    elif within != int(within):
        message = (
            f"{named(environment, service)}: an objective of {within:f} ms cannot be told from {int(within) + 1} ms: "
            "Triton's histogram counts whole milliseconds"
        )
        path = objective_path(file, environment, service, "latency", "within")
        above = f"{int(within) + 1}ms"
        yield Broken(
            "FLT066", path, message, f"write {int(within)}ms or {above}" if within > 1 else f"write {above}"
        )


def _cancelled(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """The release tells requests that failed from those that were given up."""
    release = service.spec.image.triton_release
    slo = service.spec.slo
    if slo is None or slo.availability is None or environment.is_base or release is None:
        return
    if release < REASON_SINCE:
        message = (
            f"{named(environment, service)}: Triton {release_text(release)} counts requests that their client gave up "
            "as failures, and so does the availability"
        )
        path = objective_path(file, environment, service, "availability")
        yield Broken("FLT069", path, message, "update the image to 24.07 or later", Severity.WARNING)


RULES: tuple[ServiceRule, ...] = (_own_buckets, _histogram, _cancelled)
