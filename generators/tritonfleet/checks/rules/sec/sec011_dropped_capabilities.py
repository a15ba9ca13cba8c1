"""SEC011: restricted containers drop all capabilities."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.RESTRICTED, faults)


def faults(pod: Pod) -> Iterator[Fault]:
    if pod.on_windows:
        return
    for container in pod.containers:
        capabilities = mapping(container.data, "securityContext", "capabilities")
        dropped, added = capabilities.get("drop"), capabilities.get("add")
        path = (*container.path, "securityContext", "capabilities")
        if not isinstance(dropped, list) or "ALL" not in dropped:
            yield path, f"container `{container.name}` does not drop ALL capabilities"
            continue
        beyond = [cap for cap in added if cap != "NET_BIND_SERVICE"] if isinstance(added, list) else []
        if beyond:
            yield (*path, "add"), f"container `{container.name}` adds {listed(beyond)}"


RULE = Rule(
    id="SEC011",
    title="A container keeps capabilities that the namespace refuses",
    severity=Severity.ERROR,
    why="The pods are not made: the ReplicaSet reports FailedCreate with `unrestricted capabilities`. The "
    "standard wants ALL dropped by name; dropping each one does not count.",
    fix="set `securityContext.capabilities.drop: [ALL]`, and add NET_BIND_SERVICE at most",
    sources=("kubernetes/pod-security-admission:policy/check_capabilities_restricted.go",),
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
  containers:
  - name: triton
    image: tritonserver:26.07
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [NET_RAW]}}
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
