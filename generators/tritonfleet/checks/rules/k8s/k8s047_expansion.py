"""K8S047: `$(NAME)` in an argument names a variable that is set by then."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.texts import occurs
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import (
    Container,
    containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_REFERENCE = re.compile(r"(?<!\$)\$\(([A-Z_][A-Z0-9_]*)\)")
_FROM_SERVICES = re.compile(r"[A-Z0-9_]+_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_[A-Z0-9_]+)?)")
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})


def check(world: World) -> Verdicts:
    for container in world.derived(containers) if occurs(world, "$(") else ():
        if not container.data.get("envFrom"):
            yield from _in_env(container)
            yield from _in_words(container)


def _in_env(container: Container) -> Verdicts:
    names = [str(variable.get("name")) for _, variable in items(container.data, "env")]
    before: set[str] = set()
    for number, variable in items(container.data, "env"):
        for name in _unset(variable.get("value"), before):
            if name in names:
                message = f"`$({name})` is used before `{name}` is set, and stays as it is written"
                path = (*container.path, "env", number, "value")
                yield Breach(container.workload.resource, path, message, f"move `{name}` above this variable")
        before.add(str(variable.get("name")))


def _in_words(container: Container) -> Verdicts:
    if _is_shell(container):
        return
    known = {str(variable.get("name")) for _, variable in items(container.data, "env")}
    for field in ("command", "args"):
        for number, word in container.words(field):
            for name in _unset(word, known):
                path = (*container.path, field, number)
                message = f"no variable `{name}` is set, so `$({name})` stays as it is written"
                yield Breach(container.workload.resource, path, message, _hint(name, known))


def _unset(text: Any, known: set[str]) -> list[str]:
    if not isinstance(text, str) or "$(" not in text:
        return []
    return [n for n in _REFERENCE.findall(text) if n not in known and not _FROM_SERVICES.fullmatch(n)]


def _is_shell(container: Container) -> bool:
    """Whether a shell reads the words: `$(…)` is a command to it."""
    words = [*container.words("command"), *container.words("args")]
    return any(word.rpartition("/")[2] in _SHELLS for _, word in words)


def _hint(name: str, known: set[str]) -> str:
    from tritonfleet.suggest import suggest

    hint = suggest(name, known)
    return hint if hint.startswith("did you mean") else ""


RULE = Rule(
    id="K8S047",
    title="An argument names a variable that is not set",
    severity=Severity.WARNING,
    why="Kubernetes leaves a reference that it cannot resolve as it is, without an error: the program gets the "
    "text `$(MODEL_REPOSITORY)` and reports that there is no such path. Variables may only use those above "
    "them.",
    fix="set the variable in `env`, above where it is used",
    sources=(
        "kubernetes/kubernetes:third_party/forked/golang/expansion/expand.go",
        "kubernetes/website:content/en/docs/tasks/inject-data-application/define-interdependent-environment-variables.md",
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
    args: [tritonserver, "--model-repository=$(MODEL_REPO)"]
    env: [{name: MODEL_REPOSITORY, value: "s3://models/bert"}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    args: [tritonserver, "--model-repository=$(MODEL_REPOSITORY)", "--host=$(BERT_SERVICE_HOST)"]
    env:
    - {name: BUCKET, value: models}
    - {name: MODEL_REPOSITORY, value: "s3://$(BUCKET)/bert"}
""",
)
