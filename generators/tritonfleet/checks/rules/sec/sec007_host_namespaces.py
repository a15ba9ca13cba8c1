"""SEC007: pods have namespaces of their own."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FIELDS = ("hostNetwork", "hostPID", "hostIPC")


def check(world: World) -> Verdicts:
    if any(world.derived(pods_with).get(field) for field in _FIELDS):
        yield from hold(world, Level.BASELINE, faults, otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for field in _FIELDS:
        if pod.workload.spec.get(field) is True:
            yield (*pod.spec_path, field), f"`{field}` puts the pods into the node's own namespace"


RULE = Rule(
    id="SEC007",
    title="Pods share the node's namespaces",
    severity=Severity.WARNING,
    why="hostNetwork bypasses NetworkPolicies and claims the node's ports, hostPID shows and lets kill every "
    "process of the node, hostIPC shares its memory segments. In a namespace that enforces the baseline the "
    "pod is refused.",
    fix="drop the field; give Triton's Python backend an emptyDir in memory at /dev/shm instead of hostIPC",
    sources=(
        "kubernetes/pod-security-admission:policy/check_hostNamespaces.go",
        "kubernetes/website:content/en/docs/concepts/security/pod-security-standards.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {hostIPC: true, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {hostIPC: false, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
