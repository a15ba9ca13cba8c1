"""Objectives in numbers: whose requests count, which series tells their latency, and what is left to fail.

What Triton's histogram of first responses counts (triton-inference-server/core:src/infer_response.cc@r26.06,
UpdateResponseMetrics): every request that got an answer, an error too, in whole milliseconds, rounded down. So the
bucket of 80 holds what took less than 81 ms, and a rejected request counts as a quick one: that it failed is the
matter of the availability objective.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from tritonfleet.planner.buckets import bound_text, buckets_of
from tritonfleet.planner.derived import Derived
from tritonfleet.planner.slo_models import (
    Source,
    counted_models,
    ensembles,
    entry_models,
    latency_source,
    models_with_buckets,
)
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.slo import LatencyObjective
from tritonfleet.spec.units import Duration, Percentage

__all__ = [
    "AvailabilityPlan",
    "LatencyPlan",
    "SloPlan",
    "ensembles",
    "entry_models",
    "latency_source",
    "models_with_buckets",
    "slo_plan",
]


@dataclass(frozen=True, slots=True)
class LatencyPlan:
    """A latency objective: so large a share of requests takes at most ``within`` milliseconds.

    ``le`` is the label of its bucket as Triton writes it (``80``; Prometheus 3 stores ``80.0``). ``budget`` is the
    share that may take longer. ``buckets`` (ms) are those of a model that states none of its own.
    """

    objective: Derived[Decimal]
    within: Derived[Decimal]
    source: Derived[Source]
    buckets: Derived[tuple[float, ...]]
    budget: Derived[Decimal]

    @property
    def le(self) -> str:
        """The bound of the objective's bucket, as Triton writes it."""
        return bound_text(float(self.within.value))


@dataclass(frozen=True, slots=True)
class AvailabilityPlan:
    """An availability objective: so large a share of requests does not fail; ``budget`` is the share that may."""

    objective: Derived[Decimal]
    budget: Derived[Decimal]


@dataclass(frozen=True, slots=True)
class SloPlan:
    """What a service promises in one environment.

    ``models`` are those whose requests count; ``selects_models``: whether a query has to name them. ``window`` is the
    time the objectives hold over, in seconds.
    """

    models: Derived[tuple[str, ...]]
    selects_models: bool
    latency: LatencyPlan | None
    availability: AvailabilityPlan | None
    window: Derived[int]
    requests_per_second: Derived[float] | None

    def numbers(self) -> Iterator[tuple[str, Derived[object]]]:
        """Each derived value by name, such as ``latency_within``."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Derived):
                yield field.name, value
            elif isinstance(value, LatencyPlan | AvailabilityPlan):
                for part in fields(value):
                    yield f"{field.name}_{part.name}", getattr(value, part.name)


def slo_plan(service: ResolvedService, environment: ResolvedEnvironment) -> SloPlan | None:
    """The objectives of a service in one environment (or the base); None where it states none."""
    slo = service.spec.slo
    if slo is None:
        return None
    models = entry_models(service)
    where = f"slo of {service.name}, as {environment.name} has it"
    load = slo.requests_per_second
    return SloPlan(
        models=models,
        selects_models=set(models.value) != set(service.models),
        latency=_latency(slo.latency, service) if slo.latency else None,
        availability=_availability(slo.availability) if slo.availability is not None else None,
        window=Derived(int(slo.window.seconds), f"{where}: window {slo.window}", "s"),
        requests_per_second=None
        if load is None
        else Derived(load, f"{where}: requestsPerSecond", "requests/s"),
    )


def _latency(asked: LatencyObjective, service: ResolvedService) -> LatencyPlan:
    objective = _share(asked.objective)
    return LatencyPlan(
        objective=Derived(objective, f"slo.latency.objective {asked.objective}"),
        within=Derived(_milliseconds(asked.within), f"slo.latency.within {asked.within}", "ms"),
        source=latency_source(service.spec.image, counted_models(service)),
        buckets=buckets_of(asked.within),
        budget=_budget(objective),
    )


def _availability(asked: Percentage) -> AvailabilityPlan:
    objective = _share(asked)
    return AvailabilityPlan(Derived(objective, f"slo.availability {asked}"), _budget(objective))


def _budget(objective: Decimal) -> Derived[Decimal]:
    return Derived(1 - objective, f"1 − {objective:f}: the share of requests that may miss the objective")


def _share(percentage: Percentage) -> Decimal:
    return _plain(percentage.amount / 100)


def _milliseconds(duration: Duration) -> Decimal:
    return _plain(duration.amount * 1000)


def _plain(number: Decimal) -> Decimal:
    """The number without zeros at its end and without an exponent: 80, not 8E+1."""
    return Decimal(f"{number.normalize():f}")
