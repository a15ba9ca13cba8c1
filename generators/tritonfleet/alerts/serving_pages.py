"""Runbooks of the alerts on a service's pods and models."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import (
    BY_POD,
    SERVICE,
    ask_all,
    ask_deployment,
    ask_models,
    ask_pods,
)
from tritonfleet.alerts.types import Cause, Runbook

_UP = {"Pods that answer": ask_all("up", by=BY_POD), "Replicas asked for": ask_deployment("replicas-asked")}
_CRASH = Cause(
    "the server ends at start: a model cannot be loaded and `exitOnError` is on",
    "read `kubectl logs --previous` of the pod; `tritonfleet check` on the model configuration finds most of it",
)
_SLOW_START = Cause(
    "loading takes longer than the start-up budget, and the kubelet restarts the pod again and again",
    "declare the model's `load.time`: the probe's budget follows from it",
)
_NO_ROOM = Cause(
    "pods wait for a GPU: `kubectl describe pod` says Insufficient",
    "free one, or plan again: `tritonfleet plan --map`",
)

PAGES: Mapping[str, Runbook] = MappingProxyType({
    "TritonServiceDown": Runbook(
        "Prometheus knows pods of the service, and the metrics of none have answered for longer than a start may take. "
        "Triton answers only once its models are loaded for the first time, so a service whose pods all start together "
        "looks the same until then: the alert waits for the start-up budget and a minute.",
        "Every request fails, or waits until its client gives up.",
        {**_UP, "Restarts in the last hour": ask_pods("restarts", "1h")},
        (_CRASH, _SLOW_START, Cause("all pods were replaced at once (strategy Recreate)", "wait for the load to end"),
         Cause("a NetworkPolicy keeps Prometheus out: users see no errors", "open the metrics port to its namespace")),
        ("MON007", "MON008", "MON015", "MON016"),
        "Silence it by `namespace` and `job` for planned downtime.",
    ),
    "TritonTargetsAbsent": Runbook(
        "Prometheus scrapes no pod of a service that should have some. There may be no pods, or Prometheus does not "
        "take up the monitor. Until it does, no other alert of the service can fire.",
        "Perhaps nothing: look whether pods run before anything else.",
        {"Targets": f"up{{{SERVICE}}}", "Replicas asked for": ask_deployment("replicas-asked"),
         "Replicas available": ask_deployment("replicas")},
        (_NO_ROOM, Cause("the monitor's labels are not those that Prometheus selects by",
                         "set the cluster's `prometheus.monitorLabels`"),
         Cause("Prometheus may not read the namespace", "look at its RBAC and its serviceMonitorNamespaceSelector")),
        ("MON001", "MON003", "MON005"),
    ),
    "TritonTargetsMissing": Runbook(
        "More pods are available than Prometheus reads. What the others do is in no graph, alert or scaler.",
        "Nothing directly.",
        {**_UP, "Replicas available": ask_deployment("replicas")},
        (Cause("the scrape times out on busy pods", "raise the scrape timeout"),
         Cause("a NetworkPolicy or the monitor's selector leaves pods out", "compare their labels with the monitor's")),
        ("MON001", "MON002", "MON006", "MON015"),
    ),
    "TritonTargetDown": Runbook(
        "One pod's metrics do not answer, for longer than a start may take.",
        "Nothing, if other pods take its load; else slow answers.",
        {**_UP, "Restarts in the last hour": ask_pods("restarts", "1h")},
        (_CRASH, _SLOW_START, Cause("the node is lost or its GPU fails", "look at the node and at the GPU's alerts")),
        ("MON007", "MON016"),
        "Silence it by `pod` while the node is drained.",
    ),
    "TritonModelNotLoaded": Runbook(
        "A pod answers, but has metrics of fewer models than it should load. Triton writes a model's counters from the "
        "moment it is loaded, at 0, and takes them away when it is unloaded "
        "(triton-inference-server/core:src/metric_model_reporter.cc), so a missing series is a missing model.",
        "Requests for the model fail now and then, on some pods only: HTTP 404, 400 or 503, or the gRPC statuses of "
        "these. Triton counts them nowhere, so no objective sees them.",
        {"Models loaded, by pod": ask_models(),
         "Pods that have each model": f"count by (namespace, job, model) (count by (namespace, job, model, pod) "
         f"(nv_inference_request_success{{{SERVICE}}}))"},
        (Cause("the model failed to load and `exitOnError` is off", "read the server's log for the model's name"),
         Cause("somebody unloaded it through the API", "load it again, or restart the pod"),
         Cause("its version folder is missing in the repository", "look at the repository; compare `versionPolicy`")),
        ("FLT001", "FLT002", "MON131"),
    ),
    "TritonServerRestarting": Runbook(
        "A pod's container restarted at least three times within an hour.",
        "Failed requests at each restart; fewer pods to answer.",
        {"Restarts in the last hour": ask_pods("restarts", "1h"), "Killed for memory": ask_pods("memory-kills", "1h")},
        (_CRASH, _SLOW_START, Cause("it is killed for its memory", "see TritonOutOfMemory"),
         Cause("the liveness probe fails under load", "raise its timeout; look at the CPU request")),
        ("K8S037", "K8S038", "FLT020"),
    ),
    "TritonOutOfMemory": Runbook(
        "The kernel killed the container: it used more memory than its limit, /dev/shm included.",
        "The requests that were running fail.",
        {"Killed for memory": ask_pods("memory-kills", "1h"), "Restarts in the last hour": ask_pods("restarts", "1h")},
        (Cause("the limit is below what loading takes", "raise `resources.limits.memory`"),
         Cause("Python models leak, or keep too much in /dev/shm", "look at the model; lower its instances"),
         Cause("the response cache or pinned pool is too large for the limit", "lower `server.responseCache`")),
        ("FLT016",),
    ),
    "TritonReplicasMissing": Runbook(
        "The Deployment asks for more pods than are available, for longer than a start may take.",
        "Slow answers, if the others cannot take the load.",
        {"Replicas asked for": ask_deployment("replicas-asked"), "Replicas available": ask_deployment("replicas"),
         "Restarts in the last hour": ask_pods("restarts", "1h")},
        (_NO_ROOM, _CRASH, Cause("a rollout surges into a full pool", "set `rollout.maxSurge: 0`"),
         Cause("the quota is used up", "raise the environment's `quota`, or ask for less")),
        ("FLT015", "FLT034"),
        "Silence it by `namespace` and `job` while nodes are replaced.",
    ),
})  # fmt: skip
