"""K8S070: a shell's script holds everything that it is to run."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
_READS_WORDS = re.compile(r"\$(?:[@*#0-9]|\{[@*#0-9])|\bshift\b|\bgetopts\b")


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("command", ()):
        words = [(field, n, word) for field in ("command", "args") for n, word in container.words(field)]
        script = _script(words)
        rest = words[script + 1 :] if script is not None else []
        if script is None or not rest:
            continue
        field, number, word = rest[0]
        if not _READS_WORDS.search(words[script][2]):
            message = f"the shell runs only `{_short(words[script][2])}` and ignores `{_short(word)}`"
            yield Breach(container.workload.resource, (*container.path, field, number), message)


def _script(words: Sequence[tuple[str, int, str]]) -> int | None:
    """The place of the script that a shell gets by -c; None when the command is no such thing."""
    if not words or words[0][2].rpartition("/")[2] not in _SHELLS:
        return None
    asked = False
    for place, (_, _, word) in enumerate(words[1:], start=1):
        if not word.startswith(("-", "+")):
            return place if asked else None
        asked |= not word.startswith("--") and "c" in word[1:]
    return None


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
