"""SCL114: KEDA knows the types of triggers."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import triggers
from tritonfleet.checks.scaling.catalogue import catalogue
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for trigger in triggers(world):
        if trigger.type and trigger.type not in catalogue().types:
            from tritonfleet.suggest import suggest

            message = f"KEDA has no scaler of type `{trigger.type}`"
            fix = suggest(trigger.type, catalogue().types)
            yield Breach(trigger.owner, (*trigger.path, "type"), message, fix)


RULE = Rule(
    id="SCL114",
    title="KEDA has no scaler of the trigger's type",
    severity=Severity.ERROR,
    why="The ScaledObject is accepted and stays Ready=False with `no scaler found for type`: the "
    "operator makes no HPA, so the workload keeps the replicas that it has.",
    fix="use one of KEDA's types, in lower case; a scaler of your own has the type external",
    sources=("kedacore/keda:pkg/scaling/scalers_builder.go",),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
    - type: promethus
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
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
