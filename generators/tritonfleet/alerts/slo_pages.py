"""Runbooks of the alerts on objectives."""

from __future__ import annotations

from tritonfleet.alerts.asking import BY_MODEL, BY_POD, ask, ask_all, ask_bucket
from tritonfleet.alerts.names import BUDGET_LEFT, error_ratio
from tritonfleet.alerts.types import Cause, Runbook

_RATIOS = '{namespace="$(namespace)",job="$(job)"}'
_SLOW = (
    Cause(
        "more requests than the replicas can take: the queue share is high",
        "add replicas, or let it scale further",
    ),
    Cause(
        "a pod is slower than the others: a shared or throttled GPU",
        "delete that pod; look at the GPU's alerts",
    ),
    Cause("a new model or image version is slower", "roll back; `tritonfleet diff` shows what changed"),
    Cause(
        "batches wait too long to fill, or are too large",
        "lower `dynamicBatching.maxQueueDelay` or the batch sizes",
    ),
)

LATENCY_PAGE = Runbook(
    means="So many requests take longer than the objective allows that the error budget, which is for the whole window "
    "of the objective, will be gone long before its end. `long` and `short` are the windows it was measured over, and "
    "both have to agree: the long one says it matters, the short one that it goes on. Triton's histogram counts the "
    "time to the first response in whole milliseconds, from the server's view: the network is not in it.",
    users_see="Slow answers, and timeouts where clients give up early.",
    queries={
        "Share of late requests over an hour": f"{error_ratio('1h')}{_RATIOS}",
        "Error budget left": f"{BUDGET_LEFT}{_RATIOS}",
        "Share in time, by model": ask_bucket("latency-within", by=BY_MODEL),
        "p99, by pod (ms)": ask("latency-quantile", by=BY_POD, quantile=0.99),
        "Share of time in queues, by model": ask_all("queue-share", by=BY_MODEL),
        "Request rate, by model": ask("request-rate", by=BY_MODEL),
    },
    causes=_SLOW,
    rules=("FLT060", "FLT061", "FLT062", "MON115", "MON128"),
    silence="Silence it by `namespace` and `job` while a known slow batch runs; the budget goes on being spent.",
)
MEAN_PAGE = Runbook(
    means="The mean time in the server is above the time that most requests are promised to stay within. A mean says "
    "nothing about how many were late, and hides a slow tail: when it is above the objective, most likely many are. "
    "Releases before 26.01 have no histogram of ordinary models, so no share of late requests can be computed.",
    users_see="Slow answers.",
    queries={
        "Mean latency, by model (ms)": ask("latency-mean", by=BY_MODEL),
        "Mean wait, by model (ms)": ask_all("queue-mean", by=BY_MODEL),
        "Share of time in queues": ask_all("queue-share"),
        "Mean latency, by pod (ms)": ask("latency-mean", by=BY_POD),
    },
    causes=(*_SLOW, Cause("the alert is too coarse for the objective", "update the image to 26.01 or later")),
    rules=("FLT060", "FLT065"),
)
AVAILABILITY_PAGE = Runbook(
    means="So many requests fail that the error budget will be gone long before the end of the objective's window. "
    "Requests that their client gave up do not count. Triton counts what reached it: requests that found no pod at "
    "all are not in it, TritonServiceDown tells of those.",
    users_see="Errors: HTTP 4xx or 5xx, or gRPC statuses other than OK.",
    queries={
        "Share of failed requests over an hour": f"{error_ratio('1h')}{_RATIOS}",
        "Error budget left": f"{BUDGET_LEFT}{_RATIOS}",
        "Failures by reason and model": ask("failures-by-reason", by=BY_MODEL),
        "Failed share, by pod": ask("failure-ratio", by=BY_POD),
        "Waiting requests, by model": ask_all("pending", by=BY_MODEL),
    },
    causes=(
        Cause(
            "reason REJECTED: the queue is full or requests time out in it",
            "add replicas; look at the queue policy",
        ),
        Cause(
            "reason BACKEND: the model fails", "read the server's log of one failing pod; roll the model back"
        ),
        Cause(
            "reason OTHER on an ensemble: one of its steps fails",
            "look at the failures of its steps by model",
        ),
        Cause("one pod only: its GPU or its memory", "delete that pod; look for Xid errors on its node"),
        Cause("clients send what the model cannot read", "compare the request with the model's metadata"),
    ),
    rules=("FLT064", "FLT069", "MON119"),
    silence="Silence it by `namespace` and `job` only once the cause is known: it tells of errors that users get.",
)
