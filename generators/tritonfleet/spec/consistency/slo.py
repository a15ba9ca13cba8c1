"""Objectives: they can be met, and count what there is."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.spec.consistency.broken import Broken, ServiceRule, named, written_at
from tritonfleet.spec.load import FleetFile, Key
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.slo import LatencyObjective
from tritonfleet.suggest import suggest

SHORTEST_HOURS, LONGEST_DAYS = 50, 365
"""Of a window: in a shorter one no burn rate of catalog/slo.yaml has a factor of 1."""


def objective_path(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService, *field: str
) -> Key:
    """Where an objective is written: in an override, in the service, or for the whole fleet."""
    path = written_at(environment, service.name, "slo", *field)
    own = file.raw["services"].get(service.name, {})
    return path if path[0] == "environments" or "slo" in own else ("slo", *field)


def latency_of(service: ResolvedService) -> LatencyObjective | None:
    return service.spec.slo.latency if service.spec.slo else None


def _within_measured(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """The fastest measurement of the service keeps within its latency."""
    latency, profile = latency_of(service), service.spec.profile
    if latency is None or profile is None or environment.is_base:
        return
    from tritonfleet.planner.placing.demand import profile_rows

    fastest = min((row.latency_ms for row in profile_rows(profile, file.root)), default=0.0)
    if fastest > latency.within.seconds * 1000:
        message = (
            f"{named(environment, service)}: no measurement keeps within {latency.within}, "
            f"the fastest takes {fastest:g} ms"
        )
        path = objective_path(file, environment, service, "latency", "within")
        yield Broken("FLT060", path, message, "promise what was measured, or measure a faster model or GPU")


def _waits_for_batches(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """A model waits less for a batch to fill than a whole request may take."""
    latency = latency_of(service)
    if latency is None or environment.is_base:
        return
    for name, model in service.models.items():
        delay = model.dynamic_batching.max_queue_delay if model.dynamic_batching else None
        if delay is not None and delay >= latency.within:
            message = (
                f"{named(environment, service)}: model {name} waits up to {delay} for a batch to fill, "
                f"and requests may take {latency.within}"
            )
            path = written_at(environment, name, "dynamicBatching", section="models")
            yield Broken("FLT061", path, message, "lower maxQueueDelay", Severity.WARNING)


def _counts_what_it_loads(
    file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService
) -> Iterator[Broken]:
    """``slo.models`` names models of the service, and none that is counted as a step of another."""
    models = service.spec.slo.models if service.spec.slo else []
    for index, name in enumerate(models):
        path = (*objective_path(file, environment, service, "models"), index)
        if name not in service.models:
            message = f"service {service.name} promises something of model `{name}`, which it does not load"
            yield Broken("FLT063", path, message, suggest(name, service.models))
        elif caller := _caller(name, models, service):
            message = (
                f"service {service.name} counts requests of {name} and of ensemble {caller}, which calls it: "
                "Triton counts these at both"
            )
            yield Broken("FLT064", path, message, f"leave {name} or {caller} out", Severity.WARNING)


def _caller(name: str, counted: list[str], service: ResolvedService) -> str | None:
    ensembles = ((other, service.models[other].ensemble) for other in counted if other in service.models)
    return next(
        (o for o, ensemble in ensembles if ensemble and name in {step.model for step in ensemble.steps}), None
    )


def _window(file: FleetFile, environment: ResolvedEnvironment, service: ResolvedService) -> Iterator[Broken]:
    """The window is one in which budgets burn, in whole hours."""
    slo = service.spec.slo
    if slo is None or environment.is_base:
        return
    hours = slo.window.amount / 3600
    if hours != int(hours) or not SHORTEST_HOURS <= hours <= LONGEST_DAYS * 24:
        message = (
            f"{named(environment, service)}: expected a window of whole hours, from {SHORTEST_HOURS}h to "
            f"{LONGEST_DAYS}d, got {slo.window}"
        )
        path = objective_path(file, environment, service, "window")
        yield Broken("FLT067", path, message, "30d is usual, 7d for a young service")


RULES: tuple[ServiceRule, ...] = (
    _within_measured,
    _waits_for_batches,
    _counts_what_it_loads,
    _window,
)
