"""SEC018: pods do not take ports of their node."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="hostPort", otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers:
        for number, port in items(container.data, "ports"):
            if port.get("hostPort"):
                path = (*container.path, "ports", number, "hostPort")
                yield path, f"container `{container.name}` takes port {port['hostPort']} of its node"
                break


RULE = Rule(
    id="SEC018",
    title="A pod takes a port of its node",
    severity=Severity.WARNING,
    why="Only one such pod fits on a node, so replicas stay Pending with `didn't have free ports`, and a "
    "rolling update on a full pool waits for ever. The port is open on the node's address; a namespace that "
    "enforces the baseline refuses the pod.",
    fix="drop `hostPort`, and use a Service",
    sources=(
        "kubernetes/pod-security-admission:policy/check_hostPorts.go",
        "kubernetes/website:content/en/docs/concepts/configuration/overview.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{containerPort: 8000, hostPort: 8000}]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{containerPort: 8000, hostPort: 0}]}]}
""",
)
