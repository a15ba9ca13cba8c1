"""Queries on latency, all in milliseconds: means from counters, and the quantiles that each pod computes."""

from __future__ import annotations

from types import MappingProxyType

from tritonfleet.queries.building import Ask, or_zero, quotient
from tritonfleet.queries.load import queued
from tritonfleet.queries.requests import succeeded
from tritonfleet.queries.types import Extent, Query, Unit


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


def _summary(ask: Ask) -> str:
    quantile = f'quantile="{ask.number("quantile")}"'
    series = ask.entries(f"nv_inference_{ask.text('stage')}_summary_us", quantile)
    return f"{ask.aggregate('max', series + ' >= 0')} / 1000"


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
