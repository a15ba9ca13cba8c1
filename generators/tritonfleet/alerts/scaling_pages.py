"""Runbooks of the alerts on a service's scaler."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import BY_MODEL, ask_all, ask_autoscaler, ask_deployment, ask_keda
from tritonfleet.alerts.types import Cause, Runbook

_REPLICAS = {
    "Replicas wanted": ask_autoscaler("replicas-wanted"),
    "Replicas at most": ask_autoscaler("replicas-max"),
    "Replicas available": ask_deployment("replicas"),
}
_ADDRESS = Cause(
    "Prometheus does not answer at the address, or refuses KEDA",
    "try the ScaledObject's address and credentials from a pod beside KEDA's",
)
_NAMES = Cause(
    "a label or a metric of the query does not exist: nothing is scraped, or it was renamed",
    "run the query of the ScaledObject in Prometheus; `tritonfleet check` compares it with what is scraped",
)

PAGES: Mapping[str, Runbook] = MappingProxyType({
    "TritonScalerAtMaximum": Runbook(
        "The scaler has wanted as many replicas as it may have for half an hour. If load grows, nothing follows.",
        "Nothing yet; slow answers as soon as load grows.",
        {**_REPLICAS, "Share of time in queues, by model": ask_all("queue-share", by=BY_MODEL),
         "Waiting requests, by model": ask_all("pending", by=BY_MODEL)},
        (Cause("load has grown", "raise `scaling.max` to what the pool has room for: `tritonfleet plan`"),
         Cause("the target is too low, so that the scaler always wants more", "look at the signal at low load"),
         Cause("pods are slow to take load off the others", "look at the clients' connections")),
        ("SCL008", "SCL221", "SCL222"),
        "Silence it by `namespace` and `job` for an expected peak.",
    ),
    "TritonScalerFailing": Runbook(
        "KEDA has tried to read the value it scales by, and failed again and again. After `failureThreshold` failures "
        "in a row it keeps the replicas of `fallback`; without a fallback the number stays as it is. KEDA has no "
        "metric that says the fallback is in force (kedacore/keda:pkg/metricscollector/prommetrics.go); "
        "`kubectl get scaledobject` shows it as a condition.",
        "Nothing yet; slow answers when load grows and no pod comes.",
        {"Failed readings": ask_keda("scaler-errors", "10m"), **_REPLICAS},
        (_ADDRESS, _NAMES, Cause("Prometheus was restarted or is overloaded", "look at Prometheus first")),
        ("SCL214", "SCL218", "SCL220"),
    ),
    "TritonScalerEmpty": Runbook(
        "The query that the service is scaled by has an empty answer. Where `ignoreNullValues` is true KEDA reads that "
        "as 0 and takes pods away under load.",
        "Slow answers or errors, if pods were taken away.",
        {"Empty answers": ask_keda("scaler-empty", "10m"), **_REPLICAS, "Pods": ask_all("up")},
        (_NAMES, Cause("the service has no pods, so nothing writes its metrics",
                       "scale from 0 only by a signal that is there without a pod")),
        ("SCL213", "MON102", "MON106"),
    ),
    "TritonScalerPaused": Runbook(
        "Somebody paused the scaler by an annotation of the ScaledObject (`autoscaling.keda.sh/paused` or "
        "`paused-replicas`), more than an hour ago.",
        "Slow answers when load grows; idle GPUs when it falls.",
        {"Paused": ask_keda("scaler-paused"), **_REPLICAS},
        (Cause("it was paused for work that is done", "remove the annotation; Argo CD brings it back if Git has it"),),
        ("SCL209",),
        "Silence it by `namespace` and `job` for as long as the pause is meant to last.",
    ),
})  # fmt: skip
