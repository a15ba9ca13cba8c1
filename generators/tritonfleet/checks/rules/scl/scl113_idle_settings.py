"""SCL113: settings that only matter at zero replicas are not expected to do more."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import Scaled, scaled_objects
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        if scaled.least > 0 and scaled.idle is None:
            yield from _without_effect(scaled)


def _without_effect(scaled: Scaled) -> Verdicts:
    cached = any(trigger.data.get("useCachedMetrics") is True for trigger in scaled.triggers)
    unused = {
        "cooldownPeriod": "it takes the last pod away",
        "initialCooldownPeriod": "it takes the last pod away",
        "pollingInterval": "" if cached or scaled.modifiers else "KEDA starts the first pod itself",
    }
    for field, when in unused.items():
        if when and field in scaled.spec:
            message, fix = (
                f"`{field}` has no effect: it says when {when}, and `minReplicaCount` is {scaled.least}",
                "",
            )
            if field == "pollingInterval":
                message = f"`{field}` decides no scaling: `minReplicaCount` is {scaled.least}, the HPA asks every 15 s"
                fix = f"remove `{field}`"
            yield Breach(scaled.resource, ("spec", field), message, fix, mend=Mend("remove", ("spec", field)))


RULE = Rule(
    id="SCL113",
    title="A setting counts only at zero replicas, which are never reached",
    severity=Severity.INFO,
    why="Somebody raised `cooldownPeriod` to keep pods longer, and they still leave after five minutes: "
    "between the minimum and the maximum the HPA decides, by its `behavior`. KEDA's webhook says so in a "
    "warning that few people see.",
    fix="set `advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds` instead",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_webhook.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 2
  cooldownPeriod: 900
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
  minReplicaCount: 0
  cooldownPeriod: 900
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
