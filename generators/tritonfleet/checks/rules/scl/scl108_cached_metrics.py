"""SCL108: only triggers that KEDA polls cache their metrics."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_NEVER_CACHED = ("cpu", "memory", "cron")


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        if trigger.type in _NEVER_CACHED and trigger.data.get("useCachedMetrics") is True:
            path = (*trigger.path, "useCachedMetrics")
            message = f"a {trigger.type} trigger has no metrics that could be cached"
            yield Breach(trigger.owner, path, message, mend=Mend("remove", path))


RULE = Rule(
    id="SCL108",
    title="`useCachedMetrics` on a trigger that cannot cache",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the object (`useCachedMetrics is not supported`): cpu and memory are "
    "read by the HPA, and cron only looks at the clock.",
    fix="remove `useCachedMetrics` from this trigger",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaletriggers_types.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: gateway, namespace: prod}
spec:
  scaleTargetRef: {name: gateway}
  minReplicaCount: 1
  triggers: [{type: cpu, useCachedMetrics: true, metricType: Utilization, metadata: {value: "70"}}]
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
