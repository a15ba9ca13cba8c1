"""SCL104: what scales to zero has a trigger that can wake it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        only_resources = scaled.triggers and all(trigger.is_resource for trigger in scaled.triggers)
        if only_resources and scaled.least == 0:
            given = "is 0" if scaled.minimum == 0 else "is not set, so it is 0"
            message = f"`minReplicaCount` {given}, and all triggers are of type cpu or memory"
            yield Breach(scaled.resource, ("spec", "minReplicaCount"), message)


RULE = Rule(
    id="SCL104",
    title="A ScaledObject with only cpu or memory triggers scales to zero",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses it (`scale to zero doesn't work in this case`): pods that do not run use "
    "no CPU, so nothing would ever start them again.",
    fix="set `minReplicaCount: 1`, or add a trigger that sees work arrive while no pod runs",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
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
