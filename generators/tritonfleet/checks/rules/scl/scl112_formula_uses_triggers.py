"""SCL112: every trigger beside a formula is part of it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        formula = scaled.modifiers.get("formula")
        if isinstance(formula, str) and formula:
            yield from _unused(scaled, formula)


def _unused(scaled: Scaled, formula: str) -> Verdicts:
    for trigger in scaled.triggers:
        if trigger.is_resource or (trigger.name and trigger.name in formula):
            continue
        message = f"{trigger.label} has no name, so the formula cannot use it"
        if trigger.name:
            message = f"the formula does not use {trigger.label}"
        yield Breach(scaled.resource, (*trigger.path, "name"), message)


RULE = Rule(
    id="SCL112",
    title="The scaling formula leaves a trigger out",
    severity=Severity.WARNING,
    why="With a formula the HPA gets one metric, the formula's result, in place of all the external ones. A "
    "trigger that is not in it is still queried, and its load never adds a replica.",
    fix="use the trigger's name in the formula, or remove the trigger",
    sources=("kedacore/keda:controllers/keda/hpa.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  advanced: {scalingModifiers: {formula: "queue * 2", target: "4"}}
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
  advanced: {scalingModifiers: {formula: "max(queue * 2, latency)", target: "4"}}
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
