"""K8S070: a shell's script holds everything that it is to run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.shells import script
from tritonfleet.checks.objects import Path, value
from tritonfleet.checks.pods import Container, containers_with
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_READS_WORDS = re.compile(r"\$(?:[@*#0-9]|\{[@*#0-9])|\bshift\b|\bgetopts\b")


def check(world: World) -> Verdicts:
    with_fields = world.derived(containers_with)
    for container in with_fields.get("command", ()):
        words = [(field, n, word) for field in ("command", "args") for n, word in container.words(field)]
        yield from _ignored(container, [((field, n), word) for field, n, word in words])
    for container in with_fields.get("lifecycle", ()):
        for hook in ("postStart", "preStop"):
            path: Path = ("lifecycle", hook, "exec", "command")
            given = value(container.data, *path)
            if isinstance(given, list) and all(isinstance(word, str) for word in given):
                yield from _ignored(container, [((*path, n), word) for n, word in enumerate(given)])


def _ignored(container: Container, words: Sequence[tuple[Path, str]]) -> Verdicts:
    """The first word after a script that does not read it."""
    place = script([word for _, word in words])
    if place is not None and place + 1 < len(words) and not _READS_WORDS.search(words[place][1]):
        path, word = words[place + 1]
        message = f"the shell runs only `{_short(words[place][1])}` and ignores `{_short(word)}`"
        yield Breach(container.workload.resource, (*container.path, *path), message)


def _short(word: str) -> str:
    text = " ".join(word.split())
    return text if len(text) <= 40 else f"{text[:37]}..."


RULE = Rule(
    id="K8S070",
    title="A shell ignores words after its script",
    severity=Severity.ERROR,
    why="After -c a shell takes one word as the script; the others become $0, $1 and so on. The program starts "
    "without its flags: Triton says that it needs a model repository although the manifest names one.",
    fix="write the whole command line into the script, or leave the shell out",
    sources=(
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-command-argument-container.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    command: [sh, -c]
    args: [tritonserver, "--model-repository=/models"]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  initContainers: [{name: link, image: "busybox:1.37", command: [sh, -c, 'ln -s "$1" /models', link, /cache]}]
  containers:
  - name: triton
    image: tritonserver:26.07
    command: [sh, -c]
    args: [tritonserver --model-repository=/models]
""",
)
