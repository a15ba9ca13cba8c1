"""SCL007: an autoscaler's lower bound is not above its upper one."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in world.derived(scalers).values():
        for scaler in found:
            if scaler.maximum is not None and scaler.minimum > scaler.maximum:
                least, most = scaler.minimum_path[-1], scaler.maximum_path[-1]
                message = f"`{least}` is {scaler.minimum}, above the {scaler.maximum} of `{most}`"
                fix = f"raise `{most}` to {scaler.minimum} at least, or lower `{least}`"
                yield Breach(scaler.resource, scaler.minimum_path, message, fix)


RULE = Rule(
    id="SCL007",
    title="An autoscaler's lower bound is above its upper one",
    severity=Severity.ERROR,
    why="The API server refuses the object (of a ScaledObject with `minReplicaCount must be less than or "
    "equal to maxReplicaCount`), so the change never arrives, or the autoscaler is not made at all. It "
    "happens where one environment overrides only one of the two numbers; KEDA's upper bound is 100 when "
    "not given.",
    fix="make the lower bound the smaller one",
    sources=(
        "kedacore/keda:apis/keda/v1alpha1/scaledobject_types.go",
        "kubernetes/kubernetes:pkg/apis/autoscaling/validation/validation.go",
    ),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  minReplicaCount: 6
  maxReplicaCount: 4
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
  minReplicaCount: 2
  maxReplicaCount: 4
  triggers:
    - type: prometheus
      metadata: {serverAddress: "http://prometheus.monitoring:9090", query: sum(queue_length), threshold: "4"}
""",
)
