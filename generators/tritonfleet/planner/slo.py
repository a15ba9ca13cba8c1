"""Objectives in numbers: whose requests count, which series tells their latency, and what is left to fail.

What Triton's histogram of first responses counts (triton-inference-server/core:src/infer_response.cc@r26.06,
UpdateResponseMetrics): every request that got an answer, an error too, in whole milliseconds, rounded down. So the
bucket of 80 holds what took less than 81 ms, and a rejected request counts as a quick one: that it failed is the
matter of the availability objective.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Literal

from tritonfleet.planner.buckets import FAMILY, bound_text, buckets_of
from tritonfleet.planner.derived import Derived
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_policy import Metric
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService
from tritonfleet.spec.service import Image
from tritonfleet.spec.slo import LatencyObjective
from tritonfleet.spec.units import Duration, Percentage

Source = Literal["histogram", "mean"]
HISTOGRAM_SINCE = (26, 1)
DECOUPLED_SINCE = (24, 11)
"""Sources: triton-inference-server/core#464 and #396."""


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
        latency=_latency(slo.latency, service, models.value) if slo.latency else None,
        availability=_availability(slo.availability) if slo.availability is not None else None,
        window=Derived(int(slo.window.seconds), f"{where}: window {slo.window}", "s"),
        requests_per_second=None
        if load is None
        else Derived(load, f"{where}: requestsPerSecond", "requests/s"),
    )


def entry_models(service: ResolvedService) -> Derived[tuple[str, ...]]:
    """The models whose requests count: those of the objective, else all that no ensemble of the service calls.

    Triton counts a request of an ensemble at the ensemble and again at each of its steps
    (triton-inference-server/server:docs/user_guide/metrics.md).
    """
    named = service.spec.slo.models if service.spec.slo else []
    if named:
        return Derived(tuple(named), "named in slo.models")
    steps = {
        step.model for model in service.models.values() if model.ensemble for step in model.ensemble.steps
    }
    entries = tuple(name for name in service.models if name not in steps)
    if len(entries) == len(service.models):
        return Derived(entries, "every model of the service")
    called = ", ".join(name for name in service.models if name in steps)
    return Derived(entries, f"requests of an ensemble are counted again at its steps: without {called}")


def latency_source(image: Image, models: Mapping[str, Model]) -> Derived[Source]:
    """Which series tells the latency of these models: Triton's histogram, or the mean of its counters."""
    release = image.triton_release
    if release is None:
        return Derived("mean", f"tag {image.tag} does not begin with a release such as 26.07")
    text = f"{release[0]:02}.{release[1]:02}"
    if release >= HISTOGRAM_SINCE:
        return Derived("histogram", f"Triton {text} has a histogram of every model")
    if release >= DECOUPLED_SINCE and models and all(model.decoupled for model in models.values()):
        return Derived("histogram", f"Triton {text} has a histogram of decoupled models, and all are")
    return Derived("mean", f"Triton {text} has no histogram of these models: 26.01 is the first")


def models_with_buckets(service: ResolvedService) -> Mapping[str, Model]:
    """The models of a service, those whose latency is promised with buckets that hold the objective.

    A model's own buckets stay as they are; that they hold the objective is FLT062's matter.
    """
    slo = service.spec.slo
    if slo is None or slo.latency is None:
        return service.models
    counted = {name: service.models[name] for name in entry_models(service).value if name in service.models}
    if latency_source(service.spec.image, counted).value == "mean":
        return service.models
    bounds = list(buckets_of(slo.latency.within).value)
    return {
        name: _with_buckets(model, bounds) if name in counted else model
        for name, model in service.models.items()
    }


def _with_buckets(model: Model, bounds: list[float]) -> Model:
    own = model.metrics or {}
    if FAMILY in own and own[FAMILY].buckets:
        return model
    return model.model_copy(update={"metrics": own | {FAMILY: Metric(buckets=bounds)}})


def _latency(asked: LatencyObjective, service: ResolvedService, models: tuple[str, ...]) -> LatencyPlan:
    counted = {name: service.models[name] for name in models if name in service.models}
    objective = _share(asked.objective)
    return LatencyPlan(
        objective=Derived(objective, f"slo.latency.objective {asked.objective}"),
        within=Derived(_milliseconds(asked.within), f"slo.latency.within {asked.within}", "ms"),
        source=latency_source(service.spec.image, counted),
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
