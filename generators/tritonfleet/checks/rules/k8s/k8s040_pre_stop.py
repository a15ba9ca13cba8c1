"""K8S040: the preStop hook ends before the grace period does."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.shells import run_by
from tritonfleet.checks.objects import Path, value
from tritonfleet.checks.pods import (
    Container,
    containers_with,
    triton_containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SLEEP = re.compile(r"(?:^|[\s;&/])sleep\s+(\d{1,6})s?(?:$|[\s;&])")
_GRACE = 30


def check(world: World) -> Verdicts:
    triton = world.derived(triton_containers)
    for container in world.derived(containers_with).get("lifecycle", ()):
        seconds, path = _sleep(container)
        grace = container.workload.spec.get("terminationGracePeriodSeconds", _GRACE)
        if seconds is None or not isinstance(grace, int) or id(container.data) in triton:
            continue
        if seconds >= grace > 0:
            message = f"preStop of `{container.name}` sleeps {seconds} s of a grace period of {grace} s"
            fix = f"set terminationGracePeriodSeconds to {seconds + _GRACE}, or sleep less"
            yield Breach(container.workload.resource, (*container.path, *path), message, fix)


def _sleep(container: Container) -> tuple[int | None, Path]:
    """How long the hook sleeps, and where that stands; None when it does something else."""
    hook: Path = ("lifecycle", "preStop")
    native = value(container.data, *hook, "sleep", "seconds")
    if isinstance(native, int) and not isinstance(native, bool):
        return native, (*hook, "sleep", "seconds")
    found = _SLEEP.findall(run_by(value(container.data, *hook, "exec", "command")))
    return (sum(map(int, found)) if found else None), (*hook, "exec", "command")


RULE = Rule(
    id="K8S040",
    title="The preStop hook outlasts the grace period",
    severity=Severity.ERROR,
    why="The grace period runs from the start of the hook. When it is used up, the program gets SIGTERM with "
    "two seconds left at most and then SIGKILL: the requests that the hook was to save are lost. A `sleep` "
    "action that is longer than the grace period is refused by the API server.",
    fix="make terminationGracePeriodSeconds the sum of the sleep and of the longest request",
    sources=(
        "kubernetes/website:content/en/docs/concepts/containers/container-lifecycle-hooks.md",
        "kubernetes/kubernetes:pkg/kubelet/kuberuntime/kuberuntime_container.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod}
spec:
  containers:
  - name: tokenizer
    image: tokenizer:1.4
    lifecycle: {preStop: {exec: {command: [sh, -c, sleep 45]}}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod}
spec:
  terminationGracePeriodSeconds: 75
  containers:
  - name: tokenizer
    image: tokenizer:1.4
    lifecycle: {preStop: {exec: {command: [sh, -c, sleep 45]}}}
""",
)
