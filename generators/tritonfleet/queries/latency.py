"""Queries on latency, all in milliseconds: means from counters, quantiles and shares from the histogram."""

from __future__ import annotations

from types import MappingProxyType

from tritonfleet.queries.building import Ask, or_zero, quotient
from tritonfleet.queries.load import queued
from tritonfleet.queries.requests import succeeded
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


def _mean(metric: str, ask: Ask) -> str:
    return f"{quotient(ask.rate(ask.entries(metric)), succeeded(ask))} / 1000"


def _queue_mean(ask: Ask) -> str:
    return f"{quotient(queued(ask), succeeded(ask))} / 1000"


def _compute_mean(stage: str, ask: Ask) -> str:
    computed = succeeded(ask)
    if ask.flag("cache"):
        hits = ask.rate(ask.entries("nv_cache_num_hits_per_model"))
        computed = f"({computed} - {or_zero(hits, computed)})"
    return f"{quotient(ask.rate(ask.entries(f'nv_inference_compute_{stage}_duration_us')), computed)} / 1000"


def _quantile(ask: Ask) -> str:
    buckets = ask.aggregate("sum", f"rate({ask.ranged(ask.entries(HISTOGRAM + '_bucket'))})", "le")
    return f"(histogram_quantile({ask.number('quantile')}, {buckets}) >= 0)"


def _summary(ask: Ask) -> str:
    quantile = f'quantile="{ask.number("quantile")}"'
    series = ask.entries(f"nv_inference_{ask.text('stage')}_summary_us", quantile)
    return f"{ask.aggregate('max', series + ' >= 0')} / 1000"


def _within(ask: Ask) -> str:
    le = bucket(float(ask.parameters["le"]))
    good = ask.rate(ask.entries(HISTOGRAM + "_bucket", le))
    return quotient(good, ask.rate(ask.entries(HISTOGRAM + "_count")))


_CACHE = MappingProxyType({"cache": True})
_STAGES = {
    "input": ("Moving inputs", "putting the inputs where the model needs them, such as onto the GPU"),
    "infer": ("Computing", "running the model. Every request of a batch counts the whole batch's time"),
    "output": ("Moving outputs", "taking the outputs from the model, such as off the GPU"),
}


def _compute(stage: str, title: str, what: str) -> Query:
    return Query(
        f"compute-{stage}-mean",
        f"{title}, mean",
        Unit.MILLISECONDS,
        Extent.MEAN,
        about=f"Mean time a computed request spends on {what}. An ensemble's is the sum of its steps'. Answers from "
        "the cache are on neither side; cache=false leaves them out of the arithmetic where no model has a cache.",
        build=lambda ask: _compute_mean(stage, ask),
        parameters=_CACHE,
        switch="counter_latencies",
    )


LATENCY = (
    Query(
        "latency-mean",
        "Latency, mean",
        Unit.MILLISECONDS,
        Extent.MEAN,
        about="Mean time in the server of an answered request, from all pods together: a busy pod counts for more. "
        "Answers from the cache are in it, failures are not. Nothing without traffic.",
        build=lambda ask: _mean("nv_inference_request_duration_us", ask),
        switch="counter_latencies",
    ),
    Query(
        "queue-mean",
        "Waiting, mean",
        Unit.MILLISECONDS,
        Extent.MEAN,
        about="Mean time an answered request waits for an instance. The waiting is that of every model over the "
        "requests of the models that clients call, since an ensemble's own waiting is about 0: it waits at its steps.",
        build=_queue_mean,
        idle=succeeded,
        scales=True,
        switch="counter_latencies",
    ),
    *(_compute(stage, title, what) for stage, (title, what) in _STAGES.items()),
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
        build=lambda ask: ask.aggregate(
            "sum", f"rate({ask.ranged(ask.entries(HISTOGRAM + '_bucket'))})", "le"
        ),
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
        build=_within,
        parameters=MappingProxyType({"le": 100.0}),
        since="26.01",
        switch="histogram_latencies",
    ),
    Query(
        "latency-summary",
        "Latency, quantile of the slowest pod",
        Unit.MILLISECONDS,
        Extent.MEAN,
        about="A quantile that each pod computes for itself; quantiles of pods can be neither added nor averaged, so "
        "the largest is shown: no less than that of all requests together. `stage`: request, queue, compute_input, "
        "compute_infer or compute_output. Triton leaves out `request` for models with a response cache.",
        build=_summary,
        parameters=MappingProxyType({"quantile": 0.99, "stage": "request"}),
        since="23.04",
        switch="summary_latencies",
    ),
)
