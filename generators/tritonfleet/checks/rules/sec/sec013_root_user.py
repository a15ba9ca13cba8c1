"""SEC013: restricted pods do not ask for user 0."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.RESTRICTED, faults, field="runAsUser")


def faults(pod: Pod) -> Iterator[Fault]:
    if pod.own_users:
        return
    for whose, path, context in pod.contexts:
        user = context.get("runAsUser")
        if user == 0 and user is not False:
            yield (*path, "runAsUser"), f"{whose} runs as user 0"


RULE = Rule(
    id="SEC013",
    title="Pods run as user 0 where the namespace refuses it",
    severity=Severity.ERROR,
    why="The pods are not made: the ReplicaSet reports FailedCreate with `runAsUser=0`.",
    fix="set a user above 0, such as 1000, and an fsGroup if the models' files need it",
    sources=("kubernetes/pod-security-admission:policy/check_runAsUser.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 0, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
""",
    passes="""\
apiVersion: v1
kind: Namespace
metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
""",
)
