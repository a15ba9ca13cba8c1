"""K8S069: the words of a command are words of their own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, value
from tritonfleet.checks.pods import PROBES, Container, containers_with
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    found = world.derived(containers_with)
    for container in found.get("command", ()):
        yield from _verdict(container, ("command",))
    for probe in PROBES:
        for container in found.get(probe, ()):
            yield from _verdict(container, (probe, "exec", "command"))
    for container in found.get("lifecycle", ()):
        for hook in ("postStart", "preStop"):
            yield from _verdict(container, ("lifecycle", hook, "exec", "command"))


def _verdict(container: Container, path: Path) -> Verdicts:
    words = value(container.data, *path)
    if not isinstance(words, list) or not words or not isinstance(words[0], str):
        return
    program = words[0].strip()
    if len(words) == 1 and " " in program:
        parts = ", ".join(f'"{part}"' for part in program.split())
        message = f"the program is called `{program}`, with its blanks"
        fix = f"write [{parts}]" if len(parts) < 80 and "'" not in parts else ""
        yield Breach(container.workload.resource, (*container.path, *path, 0), message, fix)


RULE = Rule(
    id="K8S069",
    title="A command line is written as one word",
    severity=Severity.ERROR,
    why="No shell splits it: the container runtime looks for a program of that whole name and reports `exec: "
    '"python serve.py": no such file or directory`. The pod is in CrashLoopBackOff or RunContainerError; a '
    "hook or probe just fails.",
    fix="give each word its own entry, or call a shell: [sh, -c, …]",
    sources=(
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-command-argument-container.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: client, image: "perf:26.07", command: ["perf_analyzer -m bert"]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: client, image: "perf:26.07", command: [perf_analyzer, -m, bert]}]}
""",
)
