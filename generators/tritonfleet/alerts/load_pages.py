"""Runbooks of the alerts on a service's load and memory."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import BY_MODEL, BY_POD, ask, ask_all
from tritonfleet.alerts.types import Cause, Runbook

PAGES: Mapping[str, Runbook] = MappingProxyType({
    "TritonQueueGrowing": Runbook(
        "Most of the time that requests take they wait for an instance of a model, and there is always one waiting: "
        "the replicas are at their limit. Answers get slower with each further request.",
        "Slow answers; timeouts if it goes on.",
        {"Share of time in queues, by model": ask_all("queue-share", by=BY_MODEL),
         "Waiting requests, by model": ask_all("pending", by=BY_MODEL),
         "Waiting requests, by pod": ask_all("pending", by=BY_POD),
         "Requests, by model": ask("request-rate", by=BY_MODEL)},
        (Cause("more load than replicas", "add replicas, or raise `scaling.max`"),
         Cause("the scaler looks at something else than the queue", "let `scaling.on` be queue-time"),
         Cause("one model holds the GPU", "give it a GPU or slice of its own; raise the other's instances"),
         Cause("long-lived gRPC connections keep to old pods", "set `server.grpc.maxConnectionAge`")),
        ("SCL216", "SCL217"),
    ),
    "TritonRequestsRejected": Runbook(
        "Requests are refused because the queue of a model is full, or because they waited in it longer than its queue "
        "policy allows (failures with the reason REJECTED, from Triton 24.07 on).",
        "Errors that say the queue was full or the request timed out.",
        {"Failures by reason and model": ask("failures-by-reason", by=BY_MODEL),
         "Waiting requests, by model": ask_all("pending", by=BY_MODEL)},
        (Cause("more load than replicas", "add replicas, or raise `scaling.max`"),
         Cause("the queue policy is too strict for bursts", "raise `maxQueueSize` or `defaultTimeout`")),
        (),
    ),
    "TritonPinnedMemoryFull": Runbook(
        "The pool of pinned memory, through which inputs and outputs go to and from the GPU, is nearly full. When it "
        "is, Triton takes ordinary memory instead, which is slower.",
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
