"""SEC016: /proc stays masked."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="procMount", otherwise=Severity.WARNING)
    yield from hold(world, Level.RESTRICTED, in_own_users, field="procMount")


def faults(pod: Pod) -> Iterator[Fault]:
    if not pod.own_users:
        yield from _unmasked(pod)


def in_own_users(pod: Pod) -> Iterator[Fault]:
    """What only the restricted standard refuses: an unmasked /proc in a user namespace."""
    if pod.own_users:
        yield from _unmasked(pod)


def _unmasked(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers:
        mount = value(container.data, "securityContext", "procMount")
        if mount is not None and mount != "Default":
            path = (*container.path, "securityContext", "procMount")
            yield path, f"container `{container.name}` has `procMount: {mount}`"


RULE = Rule(
    id="SEC016",
    title="A container sees all of /proc",
    severity=Severity.WARNING,
    why="Parts of /proc that the runtime hides let a container read the kernel's memory layout and change its "
    "settings. It is meant for containers inside containers; a namespace that enforces the baseline refuses "
    "the pod.",
    fix="drop `procMount`",
    sources=("kubernetes/pod-security-admission:policy/check_procMount_baseline.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", securityContext: {procMount: Unmasked}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", securityContext: {procMount: Default}}]}
""",
)
