"""SCL206: a fallback can be computed when it is needed."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        behavior = scaled.fallback.get("behavior")
        if scaled.fallback and scaled.to_zero and behavior != "scalingModifiers" and _by_value(scaled):
            message = (
                "with `metricType: Value` a fallback is divided by the ready pods, of which there may be none"
            )
            yield Breach(scaled.resource, ("spec", "fallback"), message)


def _by_value(scaled: Scaled) -> bool:
    if scaled.modifiers:
        return scaled.modifiers.get("metricType") == "Value"
    external = [trigger for trigger in scaled.triggers if not trigger.is_resource]
    return any(trigger.metric_type == "Value" for trigger in external)


RULE = Rule(
    id="SCL206",
    title="A fallback fails when no pod is ready",
    severity=Severity.WARNING,
    why="KEDA turns a fallback into a metric of type Value by dividing by the number of ready pods. With "
    "none ready it logs `readyReplicas is zero, cannot do fallback` and the workload stays down for as "
    "long as Prometheus does.",
    fix="use `metricType: AverageValue`, or keep one pod with `minReplicaCount: 1`",
    sources=("kedacore/keda:pkg/fallback/fallback.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  fallback: {failureThreshold: 3, replicas: 2}
  triggers:
    - type: prometheus
      metricType: Value
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: max(latency_p99_seconds)
        threshold: "0.2"
        ignoreNullValues: "false"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 1
  fallback: {failureThreshold: 3, replicas: 2}
  triggers:
    - type: prometheus
      metricType: Value
      metadata:
        serverAddress: http://prometheus.monitoring:9090
        query: max(latency_p99_seconds)
        threshold: "0.2"
        ignoreNullValues: "false"
""",
)
