"""SEC021: no Windows container is a process of its host."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    yield from hold(world, Level.BASELINE, faults, field="windowsOptions", otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for whose, path, context in pod.contexts:
        if value(context, "windowsOptions", "hostProcess") is True:
            yield (*path, "windowsOptions", "hostProcess"), f"{whose} runs as a process of the Windows host"


RULE = Rule(
    id="SEC021",
    title="A Windows container is a process of its host",
    severity=Severity.WARNING,
    why="It has all rights on the node, like a privileged container on Linux. In a namespace that enforces the "
    "baseline the pods are not made: `hostProcess`.",
    fix="drop `hostProcess`",
    sources=("kubernetes/pod-security-admission:policy/check_windowsHostProcess.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: prod}
spec:
  securityContext: {windowsOptions: {hostProcess: true}}
  containers: [{name: agent, image: "agent:1.0"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: prod}
spec:
  securityContext: {windowsOptions: {hostProcess: false}}
  containers: [{name: agent, image: "agent:1.0"}]
""",
)
