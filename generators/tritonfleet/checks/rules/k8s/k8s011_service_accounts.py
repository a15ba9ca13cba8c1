"""K8S011: the ServiceAccount that pods run as exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        name = workload.spec.get("serviceAccountName")
        if name != "default":
            path = (*workload.path, "spec", "serviceAccountName")
            yield from world.reference(workload.resource, path, "ServiceAccount", name)


RULE = Rule(
    id="K8S011",
    title="The ServiceAccount does not exist",
    severity=Severity.ERROR,
    why="The Deployment has no pods, and only its ReplicaSet's event FailedCreate says so: `error "
    'looking up service account prod/bert: serviceaccount "bert" not found`. Access to the model bucket '
    "by workload identity hangs on this name.",
    fix="add the ServiceAccount, or list it among the external ones",
    sources=("kubernetes/kubernetes:plugin/pkg/admission/serviceaccount/admission.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  serviceAccountName: bert-triton
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
    passes="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  serviceAccountName: bert
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
