"""SEC020: AppArmor stays on."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import (
    Fault,
    Level,
    Pod,
    hold,
    mentioned,
)
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"
_TYPES = ("RuntimeDefault", "Localhost")


def check(world: World) -> Verdicts:
    known = world.derived(mentioned)
    if "appArmorProfile" in known or any(field.startswith(_ANNOTATION) for field in known):
        yield from hold(world, Level.BASELINE, faults, otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for whose, path, context in pod.contexts:
        kind = mapping(context, "appArmorProfile").get("type")
        if kind is not None and kind not in _TYPES:
            yield (*path, "appArmorProfile", "type"), f"{whose} has the AppArmor profile `{kind}`"
    for key, text in mapping(pod.workload.template, "metadata", "annotations").items():
        if not str(key).startswith(_ANNOTATION):
            continue
        profile = str(text)
        if profile not in ("", "runtime/default") and not profile.startswith("localhost/"):
            path = (*pod.workload.path, "metadata", "annotations", key)
            yield path, f"an annotation sets the AppArmor profile `{profile}`"


RULE = Rule(
    id="SEC020",
    title="AppArmor is switched off",
    severity=Severity.WARNING,
    why="The profile of the container runtime keeps a container from writing to /proc and from mounting. In a "
    "namespace that enforces the baseline the pods are not made: `forbidden AppArmor profile`.",
    fix="use the type RuntimeDefault, or drop the field",
    sources=("kubernetes/pod-security-admission:policy/check_appArmorProfile.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", securityContext: {appArmorProfile: {type: Unconfined}}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata:
  name: bert
  namespace: prod
  annotations: {container.apparmor.security.beta.kubernetes.io/triton: runtime/default}
spec:
  containers:
  - {name: triton, image: "tritonserver:26.07", securityContext: {appArmorProfile: {type: RuntimeDefault}}}
""",
)
