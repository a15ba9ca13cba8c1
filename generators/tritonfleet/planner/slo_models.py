"""Models of an objective: whose requests count, which series tells their latency, and their buckets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from tritonfleet.planner.buckets import FAMILY, buckets_of
from tritonfleet.planner.derived import Derived
from tritonfleet.spec.model import Model
from tritonfleet.spec.model_policy import Metric
from tritonfleet.spec.resolve import ResolvedService
from tritonfleet.spec.service import Image

Source = Literal["histogram", "mean"]
HISTOGRAM_SINCE = (26, 1)
DECOUPLED_SINCE = (24, 11)
"""Sources: triton-inference-server/core#464 and #396."""
REASON_SINCE = (24, 7)
"""The first release whose failures say why (triton-inference-server/core:src/metric_model_reporter.cc@r24.07)."""


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


def counted_models(service: ResolvedService) -> dict[str, Model]:
    """The models whose requests count, as far as the service loads them."""
    return {name: service.models[name] for name in entry_models(service).value if name in service.models}


def ensembles(service: ResolvedService) -> tuple[str, ...]:
    """The ensembles of a service, each failed request to which Triton counts twice."""
    return tuple(name for name, model in service.models.items() if model.is_ensemble)


def latency_source(image: Image, models: Mapping[str, Model]) -> Derived[Source]:
    """Which series tells the latency of these models: Triton's histogram, or the mean of its counters."""
    release = image.triton_release
    if release is None:
        return Derived("mean", f"tag {image.tag} does not begin with a release such as 26.07")
    text = release_text(release)
    if release >= HISTOGRAM_SINCE:
        return Derived("histogram", f"Triton {text} has a histogram of every model")
    if release >= DECOUPLED_SINCE and models and all(model.decoupled for model in models.values()):
        return Derived("histogram", f"Triton {text} has a histogram of decoupled models, and all are")
    return Derived("mean", f"Triton {text} has no histogram of these models: 26.01 is the first")


def release_text(release: tuple[int, int]) -> str:
    """A release as its images are tagged: ``26.01``."""
    return f"{release[0]:02}.{release[1]:02}"


def models_with_buckets(service: ResolvedService) -> Mapping[str, Model]:
    """The models of a service with buckets that hold the objective, where its latency is promised by histogram.

    All get the same bounds: buckets of different bounds, added up over models, make a histogram of neither. A model's
    own buckets stay as they are; that they hold the objective is FLT062's matter.
    """
    slo = service.spec.slo
    if slo is None or slo.latency is None:
        return service.models
    if latency_source(service.spec.image, counted_models(service)).value == "mean":
        return service.models
    bounds = list(buckets_of(slo.latency.within).value)
    return {name: _with_buckets(model, bounds) for name, model in service.models.items()}


def _with_buckets(model: Model, bounds: list[float]) -> Model:
    own = model.metrics or {}
    if FAMILY in own and own[FAMILY].buckets:
        return model
    return model.model_copy(update={"metrics": own | {FAMILY: Metric(buckets=bounds)}})
