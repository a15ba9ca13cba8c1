"""Queries on load: requests at a time, waiting, and how they are put into batches."""

from __future__ import annotations

from tritonfleet.queries.building import Ask, quotient
from tritonfleet.queries.types import Extent, Query, Unit

_DURATION = "nv_inference_request_duration_us"
_QUEUED = "nv_inference_queue_duration_us"
_PENDING = "nv_inference_pending_request_count"
_INFERENCES, _EXECUTIONS = "nv_inference_count", "nv_inference_exec_count"


def queued(ask: Ask) -> str:
    """Microseconds a second that requests wait at any model: an ensemble's own waiting is about 0.

    Source: triton-inference-server/core:src/ensemble_scheduler/ensemble_scheduler.cc@r26.06 (the queue ends when the
    first step is enqueued; only the compute durations are taken over from the steps).
    """
    return ask.rate(ask.series(_QUEUED))


def _in_flight(ask: Ask) -> str:
    return f"{ask.rate(ask.entries(_DURATION))} / 1e6"


def _pending(ask: Ask) -> str:
    return ask.aggregate("sum", f"avg_over_time({ask.ranged(ask.series(_PENDING))})")


def _batch_size(ask: Ask) -> str:
    return quotient(ask.rate(ask.series(_INFERENCES)), ask.rate(ask.series(_EXECUTIONS)))


LOAD = (
    Query(
        "concurrency",
        "Requests in flight",
        Unit.NUMBER,
        Extent.TOTAL,
        about="Mean number of requests in the server over the window, waiting or running, by Little's law: the "
        "seconds spent on requests in each second. Counted when a request is answered: what hangs or fails adds "
        "nothing, and a rise shows after one latency.",
        build=_in_flight,
        scales=True,
        switch="counter_latencies",
    ),
    Query(
        "pending",
        "Waiting requests",
        Unit.NUMBER,
        Extent.TOTAL,
        about="Mean number of requests that wait for an instance, over the window, of every model: an ensemble's own "
        "count is always 0, its requests wait at the steps. Sampled at each scrape, so short queues can be missed.",
        build=_pending,
        scales=True,
        since="23.09",
    ),
    Query(
        "queue-share",
        "Share of time in queues",
        Unit.RATIO,
        Extent.MEAN,
        about="Time that requests wait, out of the time they take. The waiting is that of every model, since an "
        "ensemble's own is about 0; steps that wait side by side count each. Answered requests only.",
        build=lambda ask: quotient(queued(ask), ask.rate(ask.entries(_DURATION))),
        idle=lambda ask: ask.rate(ask.entries(_DURATION)),
        scales=True,
        switch="counter_latencies",
    ),
    Query(
        "exec-rate",
        "Executions",
        Unit.OPERATIONS_PER_SECOND,
        Extent.TOTAL,
        about="Batches executed. Answers from the cache need none. An ensemble counts one of its own a request.",
        build=lambda ask: ask.rate(ask.series(_EXECUTIONS)),
    ),
    Query(
        "inference-rate",
        "Inferences",
        Unit.OPERATIONS_PER_SECOND,
        Extent.TOTAL,
        about="Elements inferred: a request with a batch of eight counts eight. Answers from the cache do not count.",
        build=lambda ask: ask.rate(ask.entries(_INFERENCES)),
    ),
    Query(
        "batch-size",
        "Batch size, mean",
        Unit.NUMBER,
        Extent.MEAN,
        about="Elements an execution. Ask by model: an ensemble executes nothing, and counts the batches its clients "
        "sent. Nothing without traffic.",
        build=_batch_size,
    ),
)
