"""Runbooks of the alerts on a service's load and memory."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import BY_MODEL, BY_POD, ask, ask_all
from tritonfleet.alerts.types import Cause, Runbook

PAGES: Mapping[str, Runbook] = MappingProxyType({
    "TritonQueueGrowing": Runbook(
        "Most of the time that requests take they wait for an instance of a model, and there is always one waiting: "
        "the replicas are at their limit. Answers get slower with each further request. Where a model has a "
        "`maxQueueSize`, what its full queue refuses (HTTP 503, gRPC UNAVAILABLE) is counted nowhere: neither as a "
        "request nor as a failure, and in no latency. This alert and the gateway's own metrics are then all that tells "
        "of it, so a service that looks well may be turning users away.",
        "Slow answers, then timeouts; HTTP 503 at once where a queue has a largest size.",
        {"Share of time in queues, by model": ask_all("queue-share", by=BY_MODEL),
         "Waiting requests, by model": ask_all("pending", by=BY_MODEL),
         "Waiting requests, by pod": ask_all("pending", by=BY_POD),
         "Requests, by model": ask("request-rate", by=BY_MODEL)},
        (Cause("more load than replicas", "add replicas, or raise `scaling.max`"),
         Cause("the scaler looks at something else than the queue", "let `scaling.on` be queue-time"),
         Cause("it stops growing at a model's `maxQueueSize` on every pod: the rest is refused",
               "look at the gateway's 503s for how many; add replicas before you raise the size"),
         Cause("one model holds the GPU", "give it a GPU or slice of its own; raise the other's instances"),
         Cause("long-lived gRPC connections keep to old pods", "set `server.grpc.maxConnectionAge`")),
        ("SCL216", "SCL217"),
    ),
    "TritonRequestsRejected": Runbook(
        "Requests fail because they waited in the queue of a model longer than its queue policy allows (failures with "
        "the reason REJECTED, from Triton 24.07 on). At an ensemble these are OTHER: the alert names its step. What is "
        "refused because the queue is full is not among them: Triton counts that nowhere.",
        "Errors that say the request timed out: HTTP 503, gRPC UNAVAILABLE.",
        {"Share that waited too long, by model": ask_all("rejected-ratio", by=BY_MODEL),
         "Failures by reason and model": ask_all("failures-by-reason", by=BY_MODEL),
         "Waiting requests, by model": ask_all("pending", by=BY_MODEL)},
        (Cause("more load than replicas", "add replicas, or raise `scaling.max`"),
         Cause("the queue policy is too strict for bursts", "raise `defaultTimeout`"),
         Cause("clients set a short timeout of their own (`allowTimeoutOverride`)", "ask them for a longer one")),
        (),
    ),
    "TritonPinnedMemoryFull": Runbook(
        "The pool of pinned memory, through which inputs and outputs go to and from the GPU, is nearly full. When it "
        "is, Triton takes ordinary memory instead, which is slower. Triton updates this number together with those of "
        "GPUs and CPUs: with both switched off it stays 0 and this alert cannot fire.",
        "Somewhat slower answers.",
        {"Pinned memory in use, by pod": ask_all("pinned-memory", by=BY_POD),
         "Moving inputs, mean (ms)": ask("compute-input-mean", by=BY_MODEL)},
        (Cause("large inputs at high concurrency", "raise `server.pinnedMemoryPool`, and the memory limit with it"),),
        (),
    ),
    "TritonCacheUseless": Runbook(
        "The response cache answers almost none of the requests of a model that uses it. Each request pays for hashing "
        "its inputs and for storing its answer.",
        "Nothing; slightly slower answers.",
        {"Answered from the cache, by model": ask("cache-hit-ratio", "1h", BY_MODEL),
         "Answered requests, by model": ask("success-rate", by=BY_MODEL)},
        (Cause("no two inputs are alike", "take `responseCache` from the model"),
         Cause("the cache is too small, so that answers are gone before they are asked for again",
               "raise `server.responseCache`")),
        (),
    ),
})  # fmt: skip
