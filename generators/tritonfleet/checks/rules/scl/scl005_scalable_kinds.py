"""SCL005: what an autoscaler scales can be scaled."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.scaling import scalers
from tritonfleet.checks.world import World

_WITHOUT_SCALE = {"Pod", "DaemonSet", "Job", "CronJob"}


def check(world: World) -> Verdicts:
    for (kind, _, name), found in world.derived(scalers).items():
        for scaler in found if kind in _WITHOUT_SCALE else ():
            message = f"{kind} `{name}` has no number of replicas that an autoscaler could set"
            yield Breach(scaler.resource, ("spec", "scaleTargetRef", "kind"), message)


RULE = Rule(
    id="SCL005",
    title="An autoscaler targets a kind that has no replicas",
    severity=Severity.ERROR,
    why="The autoscaler reports FailedGetScale and never acts: only kinds with a scale subresource can be "
    "scaled. A DaemonSet has a pod a node, a Job the pods that it was made with.",
    fix="scale a Deployment, a StatefulSet or a Rollout; for work in Jobs use a ScaledJob",
    sources=(
        "kubernetes/kubernetes:pkg/registry/apps/rest/storage_apps.go",
        "kedacore/keda:apis/keda/v1alpha1",
    ),
    check=check,
    fails="""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: dcgm, namespace: monitoring}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: DaemonSet, name: dcgm}, maxReplicas: 4}
""",
    passes="""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, maxReplicas: 4}
""",
)
