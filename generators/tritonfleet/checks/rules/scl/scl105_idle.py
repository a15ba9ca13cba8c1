"""SCL105: `idleReplicaCount` is below `minReplicaCount`."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scaled_objects
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for scaled in scaled_objects(world):
        # A minimum of 0 that is written down counts as the 1 of the HPA; one that is not, as 0.
        least = 0 if scaled.minimum is None else max(1, scaled.minimum)
        if scaled.idle is not None and scaled.idle >= least:
            known = "is not set" if scaled.minimum is None else f"is {scaled.minimum}"
            message = f"`idleReplicaCount` is {scaled.idle}, and `minReplicaCount` {known}"
            fix = f"set `minReplicaCount` to {scaled.idle + 1} or more"
            yield Breach(scaled.resource, ("spec", "idleReplicaCount"), message, fix)
        elif scaled.idle:
            message = f"`idleReplicaCount` is {scaled.idle}; KEDA supports 0 only"
            yield Breach(scaled.resource, ("spec", "idleReplicaCount"), message, severity=Severity.WARNING)


RULE = Rule(
    id="SCL105",
    title="`idleReplicaCount` is not below `minReplicaCount`",
    severity=Severity.ERROR,
    why="KEDA's webhook refuses it, also with `idleReplicaCount: 0` alone, because a minimum that is not set "
    "counts as 0. Above 0 the HPA brings the workload back to its minimum at once.",
    fix="set `idleReplicaCount: 0` beside a `minReplicaCount` of 1 or more, or leave it out",
    sources=("kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go", "kedacore/keda#2314"),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  idleReplicaCount: 0
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
  idleReplicaCount: 0
  minReplicaCount: 2
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
