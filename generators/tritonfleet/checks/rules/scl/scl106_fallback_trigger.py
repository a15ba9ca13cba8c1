"""SCL106: a fallback has a trigger that can fail."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        fallback = scaled.fallback
        if not fallback or not scaled.triggers:
            continue
        if fallback.get("behavior") == "scalingModifiers" and not scaled.modifiers.get("formula"):
            message = "`behavior` is scalingModifiers, and there is no `advanced.scalingModifiers.formula`"
            yield Breach(scaled.resource, ("spec", "fallback", "behavior"), message)
        elif not scaled.modifiers and all(trigger.is_resource for trigger in scaled.triggers):
            message = "all triggers are of type cpu or memory, which KEDA does not read itself"
            yield Breach(scaled.resource, ("spec", "fallback"), message)


RULE = Rule(
    id="SCL106",
    title="Nothing can bring the fallback about",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the ScaledObject. A fallback answers for a trigger whose source cannot be "
    "read; CPU and memory come from Kubernetes, and the behaviour scalingModifiers leaves the answer to a "
    "formula.",
    fix="remove the fallback, or add what it is for: a trigger of another type, or the formula",
    sources=(
        "kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go",
        "kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",
    ),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  fallback: {failureThreshold: 3, replicas: 4}
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}]
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, metricType: Utilization, metadata: {value: "70"}}]
""",
)
