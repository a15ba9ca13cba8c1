"""K8S039: a pod gets time to stop."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SERVING = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "Rollout"})


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("terminationGracePeriodSeconds", ()):
        grace = workload.spec.get("terminationGracePeriodSeconds")
        if grace == 0 and grace is not False and workload.resource.kind in _SERVING:
            path = (*workload.path, "spec", "terminationGracePeriodSeconds")
            yield Breach(workload.resource, path, "the pods are killed at once, without SIGTERM")


RULE = Rule(
    id="K8S039",
    title="Pods are killed without warning",
    severity=Severity.WARNING,
    why="Every rollout, drain and scale-down breaks the requests that are being answered, and no preStop hook "
    "runs. In a StatefulSet two pods of one name may run at the same time.",
    fix="set terminationGracePeriodSeconds to the longest request plus the time that preStop takes",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/pods/pod-lifecycle.md",
        "kubernetes/website:content/en/docs/tasks/run-application/force-delete-stateful-set-pod.md",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {terminationGracePeriodSeconds: 0, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {terminationGracePeriodSeconds: 90, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
