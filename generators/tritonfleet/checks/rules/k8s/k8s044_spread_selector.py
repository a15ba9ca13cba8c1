"""K8S044: a spread constraint counts the pods that it spreads."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import selects, shown
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("topologySpreadConstraints", ()):
        for number, constraint in items(workload.spec, "topologySpreadConstraints"):
            selector = constraint.get("labelSelector")
            path = (*workload.path, "spec", "topologySpreadConstraints", number)
            if selector is None:
                yield Breach(workload.resource, path, "without a labelSelector the constraint counts no pods")
            elif isinstance(selector, dict) and not selects(selector, workload.labels):
                own = shown(workload.labels) or "none"
                message = f"the labelSelector does not match the pods themselves, whose labels are {own}"
                yield Breach(workload.resource, (*path, "labelSelector"), message)


RULE = Rule(
    id="K8S044",
    title="A spread constraint does not count its own pods",
    severity=Severity.WARNING,
    why="The scheduler counts the pods that the selector matches. When it matches none, every node has a skew "
    "of zero and all pods may land on one; when it matches others', these decide where the pods go.",
    fix="select by the labels of the pod template",
    sources=(
        "kubernetes/kubernetes:pkg/scheduler/framework/plugins/podtopologyspread/filtering.go",
        "kubernetes/kubernetes:pkg/api/pod/warnings.go",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        labelSelector: {matchLabels: {app: triton}}
      containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      topologySpreadConstraints:
      - maxSkew: 1
        topologyKey: kubernetes.io/hostname
        whenUnsatisfiable: DoNotSchedule
        labelSelector: {matchLabels: {app: bert}}
      containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
