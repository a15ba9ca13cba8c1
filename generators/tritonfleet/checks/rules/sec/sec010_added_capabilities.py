"""SEC010: containers get no capabilities that lead out of them."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_BASELINE = frozenset({
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
    "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
})  # fmt: skip


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="capabilities", otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers:
        added = value(container.data, "securityContext", "capabilities", "add")
        beyond = [cap for cap in added if str(cap) not in _BASELINE] if isinstance(added, list) else []
        if beyond:
            path = (*container.path, "securityContext", "capabilities", "add")
            yield path, f"container `{container.name}` adds {listed(beyond)}"


RULE = Rule(
    id="SEC010",
    title="A container gets dangerous capabilities",
    severity=Severity.WARNING,
    why="SYS_ADMIN is nearly root on the node, NET_RAW forges packets, SYS_PTRACE reads other processes. In a "
    "namespace that enforces the baseline the pod is refused: `non-default capabilities`.",
    fix="drop the capability, or run the one tool that needs it in a DaemonSet of its own",
    sources=("kubernetes/pod-security-admission:policy/check_capabilities_baseline.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", securityContext: {capabilities: {add: [SYS_ADMIN]}}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}}
""",
)
