"""SEC006: no container is privileged."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import value
from tritonfleet.checks.pods import (
    asks_gpu,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(
        world, Level.BASELINE, faults, field="privileged", otherwise=Severity.WARNING, lenient=_without_gpus
    )


def faults(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers:
        if value(container.data, "securityContext", "privileged") is True:
            path = (*container.path, "securityContext", "privileged")
            yield path, f"container `{container.name}` is privileged: it may do anything on its node"


def _without_gpus(pod: Pod) -> Iterator[Fault]:
    """Of containers that ask for GPUs a rule of their own speaks."""
    serving = [c for c in pod.containers if pod.workload.resource.kind == "DaemonSet" or not asks_gpu(c)]
    yield from faults(Pod(pod.workload, serving, pod.version))


RULE = Rule(
    id="SEC006",
    title="A container is privileged",
    severity=Severity.WARNING,
    why="A privileged container sees every device and can take over its node, and all pods on it. In a "
    "namespace that enforces the baseline the pod is refused: `violates PodSecurity`. GPUs do not need it: "
    "the device plugin hands them out.",
    fix="drop `privileged`, and add the one capability that is needed",
    sources=(
        "kubernetes/pod-security-admission:policy/check_privileged.go",
        "kubernetes/website:content/en/docs/concepts/security/pod-security-standards.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: tuner, namespace: prod}
spec: {containers: [{name: tuner, image: "tuner:1.0", securityContext: {privileged: true}}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: tuner, namespace: prod}
spec: {containers: [{name: tuner, image: "tuner:1.0", securityContext: {privileged: false}}]}
""",
)
