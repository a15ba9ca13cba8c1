"""SEC025: pods that never call the API hold no token for it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.rights import bound_accounts
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    bound = world.derived(bound_accounts)
    for workload in world.derived(pods_with).get("serviceAccountName", ()):
        namespace, name = workload.resource.namespace, workload.spec.get("serviceAccountName")
        account = world.index.get("ServiceAccount", namespace, str(name))
        if account is None or (namespace, str(name)) in bound:
            continue
        by_pod = workload.spec.get("automountServiceAccountToken")
        mounted = account.data.get("automountServiceAccountToken") if by_pod is None else by_pod
        if mounted is not False:
            path = (*workload.path, "spec", "automountServiceAccountToken")
            message = f"the pods hold a token of {account}, to which nothing here gives any right"
            yield Breach(workload.resource, path, message, related=(account,), mend=Mend("set", path, False))


RULE = Rule(
    id="SEC025",
    title="Pods hold a token that they do not need",
    severity=Severity.INFO,
    why="Code in a model can read it at /var/run/secrets and ask the API server in the pod's name, with "
    "whatever rights somebody gives the account later. Workload identity of clouds does not need it.",
    fix="set `automountServiceAccountToken: false`",
    sources=(
        "kubernetes/website:content/en/docs/tasks/configure-pod-container/configure-service-account.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {serviceAccountName: bert, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: v1
kind: ServiceAccount
metadata: {name: bert, namespace: prod}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {serviceAccountName: bert, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
