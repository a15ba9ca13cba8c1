"""SEC015: system calls of pods are filtered."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_PROFILES = ("RuntimeDefault", "Localhost")


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, unconfined, field="seccompProfile", otherwise=Severity.WARNING)
    yield from hold(world, Level.RESTRICTED, missing)


def unconfined(pod: Pod) -> Iterator[Fault]:
    """What the baseline refuses: a profile that filters nothing."""
    for whose, path, context in pod.contexts:
        kind = mapping(context, "seccompProfile").get("type")
        if kind is not None and kind not in _PROFILES:
            yield (*path, "seccompProfile", "type"), f"{whose} has the seccomp profile `{kind}`"


def missing(pod: Pod) -> Iterator[Fault]:
    """What only the restricted standard refuses: no profile at all."""
    if pod.on_windows or value(pod.workload.spec, "securityContext", "seccompProfile") is not None:
        return
    for container in pod.containers:
        if value(container.data, "securityContext", "seccompProfile") is None:
            path = (*container.path, "securityContext", "seccompProfile")
            yield path, f"neither the pod nor container `{container.name}` has a seccomp profile"


RULE = Rule(
    id="SEC015",
    title="System calls are not filtered",
    severity=Severity.ERROR,
    why="Without a filter a hole in the kernel is open to the model server and to every model's Python code. In "
    "a namespace that enforces the standard the pods are not made: `seccompProfile`.",
    fix="set `seccompProfile: {type: RuntimeDefault}` in the pod's securityContext",
    sources=(
        "kubernetes/pod-security-admission:policy/check_seccompProfile_restricted.go",
        "kubernetes/pod-security-admission:policy/check_seccompProfile_baseline.go",
    ),
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
  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: Unconfined}}
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
