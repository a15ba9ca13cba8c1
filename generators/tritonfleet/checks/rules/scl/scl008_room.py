"""SCL008: an autoscaler has room to scale in."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in world.derived(scalers).values():
        for scaler in found:
            if scaler.minimum == scaler.maximum and scaler.idle is None:
                least, most = scaler.minimum_path[-1], scaler.maximum_path[-1]
                message = f"`{least}` and `{most}` are both {scaler.minimum}: it can never change anything"
                yield Breach(scaler.resource, scaler.maximum_path, message)


RULE = Rule(
    id="SCL008",
    title="An autoscaler's bounds leave it nothing to do",
    severity=Severity.INFO,
    why="The autoscaler looks healthy, reads its metrics, and the load meets the same number of pods whatever "
    "it says.",
    fix="raise the upper bound, or leave the autoscaler out and set `replicas`",
    sources=("kubernetes/kubernetes:pkg/controller/podautoscaler/horizontal.go",),
    check=check,
    fails="""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, minReplicas: 2, maxReplicas: 2}
""",
    passes="""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, minReplicas: 2, maxReplicas: 4}
""",
)
