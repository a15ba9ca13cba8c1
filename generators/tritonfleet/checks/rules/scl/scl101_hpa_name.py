"""SCL101: no two ScaledObjects make the same HorizontalPodAutoscaler."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    by_name: dict[tuple[str, str], list[Scaled]] = defaultdict(list)
    for scaled in scaled_objects(world):
        by_name[scaled.resource.namespace, scaled.hpa_name].append(scaled)
    for (_, name), (first, *others) in by_name.items():
        for other in others:
            if other.target != first.target and other.resource.name != first.resource.name:
                path = ("spec", "advanced", "horizontalPodAutoscalerConfig", "name")
                message = f"its HorizontalPodAutoscaler `{name}` is that of {first.resource} already"
                yield Breach(other.resource, path, message, related=(first.resource,))


RULE = Rule(
    id="SCL101",
    title="Two ScaledObjects make the same HorizontalPodAutoscaler",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the second one (`the HPA is already managed by the ScaledObject`); where "
    "it is off, each of them overwrites the other's target in the one HPA, and one workload is not "
    "scaled at all.",
    fix="give each ScaledObject a name of its own in `advanced.horizontalPodAutoscalerConfig.name`, or none",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {horizontalPodAutoscalerConfig: {name: triton}}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: resnet, namespace: prod}
spec:
  scaleTargetRef: {name: resnet}
  advanced: {horizontalPodAutoscalerConfig: {name: triton}}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {horizontalPodAutoscalerConfig: {name: bert}}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: resnet, namespace: prod}
spec:
  scaleTargetRef: {name: resnet}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
