"""K8S006: a workload selects the pods it makes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import selects, shown
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KINDS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"})


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        selector = mapping(workload.resource.data, "spec", "selector")
        if workload.resource.kind in _KINDS and selector and not selects(selector, workload.labels):
            message = (
                f"the selector does not match the pod template's labels ({shown(workload.labels) or 'none'})"
            )
            yield Breach(workload.resource, ("spec", "selector"), message)


RULE = Rule(
    id="K8S006",
    title="A workload does not select its own pods",
    severity=Severity.ERROR,
    why="`kubectl apply` answers that the `selector` does not match template `labels`: a controller "
    "would otherwise make pods without end, because it never finds those it has made.",
    fix="repeat every label of the selector in the pod template",
    sources=("kubernetes/kubernetes:pkg/apis/apps/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert, tier: gpu}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert, tier: gpu}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
