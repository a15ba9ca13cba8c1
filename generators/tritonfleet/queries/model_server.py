"""Queries on what stands before Triton in KServe: Python model servers (transformers, explainers) and Knative."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from tritonfleet.queries.building import Ask, quotient
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Extent, Query, Unit

_INVOCATIONS, _LATENCIES = "kn_serving_invocation_duration_seconds", "revision_app_request_latencies"
"""Knative's histogram from 1.21 on, in seconds, and that until 1.18, in milliseconds."""


def _histogram(ask: Ask) -> str:
    return f"request_{ask.text('stage')}_seconds"


def _mean(ask: Ask) -> str:
    took, requests = (ask.rate(ask.series(_histogram(ask) + part)) for part in ("_sum", "_count"))
    return f"{quotient(took, requests)} * 1000"


def _quantile(ask: Ask, histogram: str) -> str:
    buckets = ask.aggregate("sum", f"rate({ask.ranged(ask.series(histogram + '_bucket'))})", "le")
    return f"(histogram_quantile({ask.number('quantile')}, {buckets}) >= 0)"


def _either(ask: Ask, metric: str, before: str) -> str:
    """Of whichever the Knative writes."""
    return f"{ask.rate(ask.series(metric))} or {ask.rate(ask.series(before))}"


def _of(
    name: str, title: str, unit: Unit, about: str, build: Callable[[Ask], str], exporter: str = "kserve"
) -> Query:
    extent = Extent.MEAN if unit is Unit.MILLISECONDS else Extent.TOTAL
    return Query(name, title, unit, extent, about, build, exporter=exporter, subject=Subject.SERVICE)


def _with(query: Query, **parameters: float | str) -> Query:
    return replace(query, parameters=MappingProxyType(parameters))


MODEL_SERVER = (
    _of(
        "kserve-request-rate",
        "Requests to the model server",
        Unit.REQUESTS_PER_SECOND,
        "Predictions of KServe's Python model server: a transformer's are its calls to the predictor. What Triton "
        "serves itself is not in it.",
        lambda ask: ask.rate(ask.series("request_predict_seconds_count")),
    ),
    _with(
        _of(
            "kserve-mean",
            "Stage of the model server, mean",
            Unit.MILLISECONDS,
            "Mean time in a `stage` of KServe's Python model server: preprocess, predict, postprocess or explain. A "
            "transformer's predict is its call to the predictor, waiting included. Nothing without traffic.",
            _mean,
        ),
        stage="predict",
    ),
    _with(
        _of(
            "kserve-quantile",
            "Stage of the model server, quantile",
            Unit.MILLISECONDS,
            "Time in a `stage` of KServe's Python model server, from its histogram, whose boundaries are those of the "
            "Prometheus client (5 ms to 10 s): a guess between two.",
            lambda ask: f"{_quantile(ask, _histogram(ask))} * 1000",
        ),
        stage="predict",
        quantile=0.99,
    ),
    _of(
        "knative-request-rate",
        "Requests through Knative",
        Unit.REQUESTS_PER_SECOND,
        "Requests that queue-proxy passed to the container, under the name of Knative from 1.21 on, or of that until "
        "1.18. Only with request metrics switched on in config-observability.",
        lambda ask: _either(ask, _INVOCATIONS + "_count", "revision_app_request_count"),
        "knative",
    ),
    _with(
        _of(
            "knative-quantile",
            "Time behind queue-proxy, quantile",
            Unit.MILLISECONDS,
            "Time in the container behind queue-proxy, from its histogram: a guess between two boundaries.",
            lambda ask: f"{_quantile(ask, _INVOCATIONS)} * 1000 or {_quantile(ask, _LATENCIES)}",
            "knative",
        ),
        quantile=0.99,
    ),
    _of(
        "knative-queue-depth",
        "Requests in queue-proxy",
        Unit.NUMBER,
        "Requests that queue-proxy holds, waiting and running, at the last scrape.",
        lambda ask: " or ".join(
            ask.aggregate("sum", ask.series(name))
            for name in ("kn_serving_queue_depth", "revision_queue_depth")
        ),
        "knative",
    ),
)
