"""SEC012: restricted pods promise not to run as root."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.RESTRICTED, faults)


def faults(pod: Pod) -> Iterator[Fault]:
    if pod.own_users:
        return
    by_pod = value(pod.workload.spec, "securityContext", "runAsNonRoot")
    if by_pod is False:
        yield (*pod.spec_path, "securityContext", "runAsNonRoot"), "the pod may run as root"
    for container in pod.containers:
        own = value(container.data, "securityContext", "runAsNonRoot")
        path = (*container.path, "securityContext", "runAsNonRoot")
        if own is False:
            yield path, f"container `{container.name}` may run as root"
        elif own is None and by_pod is None:
            yield path, f"neither the pod nor container `{container.name}` sets `runAsNonRoot: true`"


RULE = Rule(
    id="SEC012",
    title="Pods may run as root where the namespace refuses it",
    severity=Severity.ERROR,
    why="The pods are not made: the ReplicaSet reports FailedCreate with `runAsNonRoot != true`. Triton's image "
    "has the user triton-server with id 1000, but starts as root unless it is told.",
    fix="set `runAsNonRoot: true` and a `runAsUser` such as 1000 in the pod's securityContext",
    sources=("kubernetes/pod-security-admission:policy/check_runAsNonRoot.go",),
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
  securityContext: {seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
  - name: tokenizer
    image: tokenizer:1.4
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
  - name: tokenizer
    image: tokenizer:1.4
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
""",
)
