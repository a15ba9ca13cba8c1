"""SCL107: the triggers of a ScaledObject have different names."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    seen: set[tuple[int, str]] = set()
    for trigger in triggers(world):
        key = (id(trigger.owner), trigger.name)
        if trigger.name and key in seen:
            message = f"another trigger is named `{trigger.name}` too"
            yield Breach(trigger.owner, (*trigger.path, "name"), message)
        seen.add(key)


RULE = Rule(
    id="SCL107",
    title="Two triggers of one ScaledObject have the same name",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses the object (`triggerName is defined multiple times`): a formula could "
    "not tell which of them it means.",
    fix="give each trigger a name of its own",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaletriggers_types.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: prometheus
      name: queue
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
    - type: prometheus
      name: latency
      metricType: Value
      metadata:
        serverAddress: "http://prometheus.monitoring:9090"
        query: max(latency_p99_seconds)
        threshold: "0.2"
""",
)
