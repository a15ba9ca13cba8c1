"""Autoscalers: KEDA's, Kubernetes' own, and what they measure."""

from __future__ import annotations

from typing import Any

from mutation.bases import Object
from mutation.changes import dropped, having, lacking, misspelt, text, times, to
from mutation.mistakes import At, addition, deletion, mistake
from mutation.operators.names import WORKLOADS, named

SCALED = ("ScaledObject",)
HPA = ("HorizontalPodAutoscaler",)
AUTOSCALERS = (*SCALED, *HPA)
METADATA = "spec triggers * metadata"


def _hpa_for(obj: Object) -> Object:
    name, namespace = obj["metadata"]["name"], obj["metadata"]["namespace"]
    target = {"apiVersion": "apps/v1", "kind": "Deployment", **obj["spec"]["scaleTargetRef"]}
    metric: dict[str, Any] = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}
    spec = {
        "scaleTargetRef": target,
        "minReplicas": 2,
        "maxReplicas": 4,
        "metrics": [{"type": "Resource", "resource": metric}],
    }
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": f"{name}-cpu", "namespace": namespace},
        "spec": spec,
    }


def _renamed(obj: Object) -> Object:
    return {**obj, "metadata": {**obj["metadata"], "name": obj["metadata"]["name"] + "-2"}}


TARGETS = (
    mistake("misspell an autoscaler's target", At(AUTOSCALERS, "spec scaleTargetRef name"), misspelt),
    mistake("scale a target of another kind", At(HPA, "spec scaleTargetRef kind"), to("ReplicaSet")),
    mistake(
        "scale a target of another API group",
        At(HPA, "spec scaleTargetRef apiVersion"),
        to("extensions/v1beta1"),
    ),
    mistake(
        "scale what has no replicas",
        At(SCALED, "spec scaleTargetRef"),
        having(kind="DaemonSet", apiVersion="apps/v1"),
    ),
    addition("scale a workload twice", AUTOSCALERS, _hpa_for),
    addition("copy a ScaledObject", SCALED, _renamed),
    mistake(
        "set replicas beside an autoscaler",
        At(("Deployment", "StatefulSet"), "spec"),
        lambda spec, random: spec if "replicas" in spec else {**spec, "replicas": 3},
        AUTOSCALERS,
    ),
    deletion("delete an autoscaler's target", ("Deployment", "StatefulSet"), AUTOSCALERS),
)

BOUNDS = (
    mistake("bound a ScaledObject the wrong way round", At(SCALED, "spec minReplicaCount"), to(20)),
    mistake("bound an HPA the wrong way round", At(HPA, "spec minReplicas"), to(20)),
    mistake(
        "leave no room to scale",
        At(HPA, "spec minReplicas"),
        lambda value, random: {2: 6}.get(value, value),
        practice=True,
    ),
    mistake("let a GPU workload grow to a hundred", At(SCALED, "spec maxReplicaCount"), dropped),
    mistake("let a workload grow beyond the GPUs", At(SCALED, "spec maxReplicaCount"), to(60)),
    mistake("sleep on the workload's own metrics", At(SCALED, "spec minReplicaCount"), to(0)),
    mistake("set an idle count above the least", At(SCALED, "spec"), having(idleReplicaCount=3)),
    mistake("scale an HPA to zero", At(HPA, "spec minReplicas"), to(0)),
    mistake("fall back to more than there may be", At(SCALED, "spec fallback replicas"), to(40)),
    mistake("fall back to nothing", At(SCALED, "spec fallback replicas"), to(0)),
    mistake("drop the fallback", At(SCALED, "spec fallback"), dropped, practice=True),
    mistake(
        "take pods away at once",
        At(SCALED, "spec advanced horizontalPodAutoscalerConfig behavior scaleDown"),
        to({"stabilizationWindowSeconds": 0}),
    ),
    mistake(
        "take an HPA's pods away at once",
        At(HPA, "spec behavior scaleDown"),
        to({"stabilizationWindowSeconds": 0}),
    ),
    mistake(
        "put behavior where nobody reads it",
        At(SCALED, "spec"),
        lambda spec, random: {
            **{k: v for k, v in spec.items() if k != "advanced"},
            "behavior": spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"],
        },
    ),
    mistake("misspell a scaling policy", At(HPA, "spec behavior scaleDown policies * type"), to("Pod")),
    mistake(
        "wait longer than Kubernetes allows",
        At(HPA, "spec behavior scaleDown stabilizationWindowSeconds"),
        to(7200),
    ),
    mistake(
        "pause an autoscaler",
        At(SCALED, "metadata"),
        having(annotations={"autoscaling.keda.sh/paused-replicas": "1"}),
    ),
)

TRIGGERS = (
    mistake("misspell a trigger's type", At(SCALED, "spec triggers * type"), misspelt),
    mistake(
        "misspell a trigger's key",
        At(SCALED, METADATA),
        lambda metadata, random: {
            {"threshold": "treshold", "ignoreNullValues": "ignoreNullValue"}.get(k, k): v
            for k, v in metadata.items()
        },
    ),
    mistake(
        "misspell a trigger's optional key",
        At(SCALED, METADATA),
        lambda metadata, random: {
            {"ignoreNullValues": "ignoreNullvalues"}.get(k, k): v for k, v in metadata.items()
        },
    ),
    mistake("scale down when there is no data", At(SCALED, f"{METADATA} ignoreNullValues"), dropped),
    mistake("write the threshold as a number", At(SCALED, f"{METADATA} threshold"), to(500)),
    mistake("write a threshold with a unit", At(SCALED, f"{METADATA} threshold"), to("500ms")),
    mistake("write the threshold in microseconds", At(SCALED, f"{METADATA} threshold"), times(1000)),
    mistake("write the threshold in seconds", At(SCALED, f"{METADATA} threshold"), times(0.001)),
    mistake("forget to convert the query", At(SCALED, f"{METADATA} query"), text(r" / 1000$", "")),
    mistake(
        "ask another Prometheus",
        At(SCALED, f"{METADATA} serverAddress"),
        to("http://prometheus-operated.observability:9090"),
    ),
    mistake("forget a trigger's server", At(SCALED, f"{METADATA} serverAddress"), dropped),
    mistake("get several series", At(SCALED, f"{METADATA} query"), text(r"sum\(", "sum by (pod) (")),
    mistake("measure another workload", At(SCALED, f"{METADATA} query"), text("nlp-metrics", "speech-pods")),
    mistake("measure all workloads", At(SCALED, f"{METADATA} query"), text(r', service="nlp-metrics"', "")),
    mistake(
        "scale by GPU memory",
        At(SCALED, f"{METADATA} query"),
        to('sum(nv_gpu_memory_used_bytes{namespace="triton-prod", service="nlp-metrics"}) / 1e9'),
    ),
    mistake(
        "scale a slice by GPU utilisation",
        At(SCALED, f"{METADATA} query"),
        to('avg(nv_gpu_utilization{namespace="triton-prod", service="nlp-metrics"}) * 100'),
    ),
    mistake("measure an average per pod", At(SCALED, f"{METADATA} query"), text(r"sum\(", "avg(")),
    mistake(
        "name two triggers alike",
        At(SCALED, "spec triggers"),
        lambda triggers, random: [*triggers, triggers[0]],
    ),
    mistake(
        "misspell a trigger's authentication", At(SCALED, "spec triggers * authenticationRef name"), misspelt
    ),
    mistake(
        "look for the authentication in the whole cluster",
        At(SCALED, "spec triggers * authenticationRef"),
        having(kind="ClusterTriggerAuthentication"),
    ),
    mistake("forget to say how to log in", At(SCALED, "spec triggers * authenticationRef"), dropped),
    mistake(
        "misspell the Secret of an authentication",
        At(("TriggerAuthentication",), "spec secretTargetRef * name"),
        misspelt,
    ),
    mistake(
        "misspell the key of an authentication",
        At(("TriggerAuthentication",), "spec secretTargetRef * key"),
        misspelt,
    ),
    mistake(
        "misspell the parameter of an authentication",
        At(("TriggerAuthentication",), "spec secretTargetRef * parameter"),
        misspelt,
        SCALED,
    ),
    mistake(
        "choose a metric type that there is not", At(SCALED, "spec triggers * metricType"), to("Average")
    ),
    mistake(
        "measure the CPU of a GPU workload",
        At(SCALED, "spec triggers"),
        to([{"type": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}}]),
    ),
    deletion("delete a trigger's authentication", ("TriggerAuthentication",), SCALED),
)

METRICS = (
    mistake(
        "measure CPU without a request",
        At(WORKLOADS, "pod spec containers * resources requests cpu", named("text")),
        dropped,
        HPA,
    ),
    mistake(
        "ask for a metric that the adapter does not make",
        At(HPA, "spec metrics * pods metric name"),
        misspelt,
    ),
    mistake(
        "rename the adapter's metric",
        At(("ConfigMap",), "data config.yaml"),
        text(r"as: triton_", "as: nv_"),
        HPA,
    ),
    mistake(
        "give an HPA's metric no target",
        At(HPA, "spec metrics * * target"),
        lacking("averageUtilization", "averageValue"),
    ),
)

OPERATORS = (*TARGETS, *BOUNDS, *TRIGGERS, *METRICS)
