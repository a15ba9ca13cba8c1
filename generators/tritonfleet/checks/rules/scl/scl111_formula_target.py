"""SCL111: a formula has a target that is a number above zero."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World

_PATH = ("spec", "advanced", "scalingModifiers", "target")


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        modifiers = scaled.modifiers
        if not modifiers:
            continue
        target = modifiers.get("target")
        if target in (None, ""):
            yield Breach(scaled.resource, _PATH, "there are scalingModifiers and no target")
        elif isinstance(target, str) and not _positive(target):
            message = f"expected a number above 0, got `{target}`"
            yield Breach(scaled.resource, _PATH, message)


def _positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


RULE = Rule(
    id="SCL111",
    title="A scaling formula has no usable target",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the ScaledObject (`formula is given but target is empty`): the triggers' "
    "own thresholds do not count once a formula joins them, so nothing says how much of its result one "
    "replica is to carry.",
    fix="set `target` to what one replica is to carry of the formula's result, in quotes",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {scalingModifiers: {formula: "max(queue, latency)"}}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: latency
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: max(latency_p99_seconds)
        threshold: "0.2"
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {scalingModifiers: {formula: "max(queue, latency)", target: "4"}}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: latency
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: max(latency_p99_seconds)
        threshold: "0.2"
""",
)
