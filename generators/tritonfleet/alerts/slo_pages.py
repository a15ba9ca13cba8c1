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
    "time to the first response, cut to whole milliseconds, from the server's view: the network is not in it. A "
    "quick error, a timeout in a queue and an answer from the cache count like any response; what a full queue "
    "refuses does not count at all.",
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
        "Share of time in queues, by model": ask_all("queue-share", by=BY_MODEL),
        "Mean latency, by pod (ms)": ask("latency-mean", by=BY_POD),
    },
    causes=(*_SLOW, Cause("the alert is too coarse for the objective", "update the image to 26.01 or later")),
    rules=("FLT060", "FLT065"),
)
AVAILABILITY_PAGE = Runbook(
    means="So many requests fail that the error budget will be gone long before the end of the objective's window. "
    "Requests that their client gave up do not count; a failed request to an ensemble, which Triton counts twice, is "
    "halved. Triton does not count everything that users take for a failure: not what a model's full queue refuses "
    "(`maxQueueSize`, HTTP 503; TritonQueueGrowing and the gateway tell of it), not what is wrong with the request "
    "itself (400, 404), not an error that a Python model returns as its response, and not what found no pod at all "
    "(TritonServiceDown). So it may be worse than the number.",
    users_see="Errors: HTTP 500 or 503, or gRPC statuses such as INTERNAL and UNAVAILABLE.",
    queries={
        "Share of failed requests over an hour": f"{error_ratio('1h')}{_RATIOS}",
        "Error budget left": f"{BUDGET_LEFT}{_RATIOS}",
        "Failures by reason and model, steps of ensembles too": ask_all("failures-by-reason", by=BY_MODEL),
        "Failed share, by pod (up to twice too high for an ensemble)": ask("failure-ratio", by=BY_POD),
        "Waiting requests, by model": ask_all("pending", by=BY_MODEL),
    },
    causes=(
        Cause(
            "reason REJECTED: requests time out in a queue",
            "add replicas; look at the queue policy's `defaultTimeout`",
        ),
        Cause(
            "reason BACKEND: the model fails", "read the server's log of one failing pod; roll the model back"
        ),
        Cause(
            "reason OTHER on an ensemble: one of its steps fails",
            "look at the failures of its steps by model",
        ),
        Cause("one pod only: its GPU or its memory", "delete that pod; look for Xid errors on its node"),
        Cause(
            "clients send values that the model cannot work with",
            "read the server's log for what it says of them; refuse them before they reach the model",
        ),
    ),
    rules=("FLT064", "FLT069", "MON119"),
    silence="Silence it by `namespace` and `job` only once the cause is known: it tells of errors that users get.",
)
