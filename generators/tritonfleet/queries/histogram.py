"""Queries on Triton's histogram of the time to the first response: quantiles, shares in time, what was late.

It counts every first response: errors and requests that timed out in a queue too, and answers from the cache, in whole
milliseconds. Ensembles have one of their own. A request that a full queue refuses is in no bucket. Source:
triton-inference-server/core:src/infer_response.cc@r26.06 (UpdateResponseMetrics).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.queries.building import Ask, Parameter, quotient
from tritonfleet.queries.types import Extent, Query, Unit

HISTOGRAM = "nv_inference_first_response_histogram_ms"


def bucket(milliseconds: float) -> str:
    """A matcher of the bucket with this boundary, as Triton writes it (``80``) and as Prometheus 3 does (``80.0``).

    Source: prometheus/prometheus:docs/migration.md (le and quantile label values are normalised).
    """
    plain = format(milliseconds, ".15g")
    if "e" in plain:
        return f'le="{plain}"'
    return f'le=~"{plain.replace(".", "[.]")}{"" if "." in plain else "([.]0+)?"}"'


def _quantile(ask: Ask) -> str:
    return f"(histogram_quantile({ask.number('quantile')}, {_buckets(ask)}) >= 0)"


def _buckets(ask: Ask) -> str:
    return ask.aggregate("sum", f"rate({ask.ranged(ask.entries(HISTOGRAM + '_bucket'))})", "le")


def _responses(ask: Ask) -> str:
    return ask.rate(ask.entries(HISTOGRAM + "_count"))


def _in_time(ask: Ask) -> str:
    return ask.rate(ask.entries(HISTOGRAM + "_bucket", bucket(float(ask.number("le")))))


_BOUNDARY: Mapping[str, Parameter] = MappingProxyType({"le": 100.0})

HISTOGRAMS = (
    Query(
        "latency-quantile",
        "Latency, quantile",
        Unit.MILLISECONDS,
        Extent.MEAN,
        about="Time to the first response, from the histogram: exact at a boundary of its buckets, a guess between "
        "two, and never above the last. Times are cut to whole milliseconds; error responses count too. Decoupled "
        "models have it from 24.11 on.",
        build=_quantile,
        parameters=MappingProxyType({"quantile": 0.99}),
        since="26.01",
        switch="histogram_latencies",
    ),
    Query(
        "latency-buckets",
        "Responses by latency",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="First responses a second up to each boundary of the histogram, the label `le`. A boundary's own are "
        "those beyond the boundary below it.",
        build=_buckets,
        since="26.01",
        switch="histogram_latencies",
    ),
    Query(
        "latency-within",
        "Share of responses in time",
        Unit.RATIO,
        Extent.MEAN,
        about="Responses whose first part took at most `le` milliseconds, which must be a boundary of the histogram. "
        "Exact but for the cut to whole milliseconds (80.9 ms is within 80). A quick error response counts as in "
        "time: look at failure-ratio beside it. Nothing without traffic.",
        build=lambda ask: quotient(_in_time(ask), _responses(ask)),
        parameters=_BOUNDARY,
        since="26.01",
        switch="histogram_latencies",
    ),
    Query(
        "latency-responses",
        "Responses",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="First responses, those that are errors, that timed out in a queue or that come from the cache too. What "
        "a full queue refuses has none.",
        build=_responses,
        since="26.01",
        switch="histogram_latencies",
    ),
    Query(
        "latency-late",
        "Late responses",
        Unit.REQUESTS_PER_SECOND,
        Extent.TOTAL,
        about="First responses that took longer than `le` milliseconds, a boundary of the histogram: latency-responses "
        "less those that latency-within has in time.",
        build=lambda ask: f"{_responses(ask)} - {_in_time(ask)}",
        parameters=_BOUNDARY,
        since="26.01",
        switch="histogram_latencies",
    ),
)
