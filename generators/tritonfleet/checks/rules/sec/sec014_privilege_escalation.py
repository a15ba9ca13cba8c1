"""SEC014: restricted containers cannot gain rights."""

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
    if pod.on_windows:
        return
    for container in pod.containers:
        if value(container.data, "securityContext", "allowPrivilegeEscalation") is not False:
            path = (*container.path, "securityContext", "allowPrivilegeEscalation")
            yield path, f"container `{container.name}` does not set `allowPrivilegeEscalation: false`"


RULE = Rule(
    id="SEC014",
    title="A container may gain rights where the namespace refuses it",
    severity=Severity.ERROR,
    why="The pods are not made: the ReplicaSet reports FailedCreate with `allowPrivilegeEscalation != false`. "
    "The field is per container: each one needs it, sidecars and init containers too.",
    fix="set `allowPrivilegeEscalation: false` in every container's securityContext",
    sources=("kubernetes/pod-security-admission:policy/check_allowPrivilegeEscalation.go",),
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
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
  initContainers:
  - name: fetch
    image: rclone:1.68
    securityContext: {capabilities: {drop: [ALL]}}
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
  initContainers:
  - name: fetch
    image: rclone:1.68
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
""",
)
