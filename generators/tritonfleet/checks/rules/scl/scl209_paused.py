"""SCL209: no annotation keeps an autoscaler from working."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World

_BOOLEAN = {
    "autoscaling.keda.sh/paused": "all scaling is paused",
    "autoscaling.keda.sh/paused-scale-in": "pods are never taken away",
    "autoscaling.keda.sh/paused-scale-out": "pods are never added",
    "autoscaling.keda.sh/force-activation": "the workload never goes to zero",
}
_REPLICAS = "autoscaling.keda.sh/paused-replicas"
_FALSE = ("0", "f", "F", "false", "FALSE", "False")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.annotations:
            yield from _paused(scaled)


def _paused(scaled: Scaled) -> Verdicts:
    for annotation, effect in _BOOLEAN.items():
        given = scaled.annotations.get(annotation)
        if isinstance(given, str) and given not in _FALSE:
            yield Breach(
                scaled.resource, ("metadata", "annotations", annotation), f"it is `{given}`: {effect}"
            )
    replicas = scaled.annotations.get(_REPLICAS)
    if isinstance(replicas, str):
        path = ("metadata", "annotations", _REPLICAS)
        if replicas.removeprefix("-").isdecimal():
            message = f"the workload stays at {replicas} replicas, whatever the triggers say"
            yield Breach(scaled.resource, path, message)
        else:
            message = f"expected a whole number, got `{replicas}`: KEDA reports an error and neither pauses nor scales"
            yield Breach(scaled.resource, path, message, severity=Severity.ERROR)


RULE = Rule(
    id="SCL209",
    title="An annotation pauses the autoscaler",
    severity=Severity.WARNING,
    why="Meant for an hour of maintenance, it came into Git and stayed: the load rises and nothing scales, "
    "while the object looks right and only its condition Paused tells. Any value that is no boolean counts as "
    "true.",
    fix="remove the annotation; pause with kubectl, where it is seen as a difference to Git",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod, annotations: {autoscaling.keda.sh/paused: "true"}}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod, annotations: {autoscaling.keda.sh/paused: "false"}}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
