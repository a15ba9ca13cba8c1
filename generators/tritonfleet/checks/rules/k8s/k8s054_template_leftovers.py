"""K8S054: nothing that a template failed to print is left in the objects."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.pods import (
    containers,
)
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World

_LEFT = re.compile(r"<no value>|<nil>|%!(?:[a-z]\(|\(NOVERB\))")


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("ConfigMap"):
        for key, text in mapping(resource.data, "data").items():
            yield from _verdict(resource, ("data", key), text)
    for resource in world.index.resources:
        metadata = mapping(resource.data, "metadata")
        for field in ("labels", "annotations"):
            for key, text in mapping(metadata, field).items():
                yield from _verdict(resource, ("metadata", field, key), text)
    for container in world.derived(containers):
        resource = container.workload.resource
        yield from _verdict(resource, (*container.path, "image"), container.data.get("image"))
        for number, variable in items(container.data, "env"):
            yield from _verdict(resource, (*container.path, "env", number, "value"), variable.get("value"))
        for field in ("command", "args"):
            words = container.data.get(field)
            for number, word in enumerate(words if isinstance(words, list) else ()):
                yield from _verdict(resource, (*container.path, field, number), word)


def _verdict(resource: Resource, path: Path, text: Any) -> Verdicts:
    if not isinstance(text, str) or ("<n" not in text and "%!" not in text):
        return
    match = _LEFT.search(text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        inside = Inside(line) if "\n" in text else None
        yield Breach(
            resource, path, f"`{match[0]}` is what a template prints for a missing value", inside=inside
        )


RULE = Rule(
    id="K8S054",
    title="A template printed a missing value",
    severity=Severity.WARNING,
    why="A Go template prints `<nil>`, `<no value>` or `%!d(string=8000)` where a value is missing or has "
    "another type than the format asks for. The object is valid and the program reads the text as if "
    "somebody had meant it.",
    fix="give the value, or guard it in the template with `default` or `required`",
    sources=("golang/go:src/fmt/doc.go", "helm/helm#1995"),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", args: ["--http-port=%!d(string=8000)"]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", args: ["--http-port=8000"]}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: notes, namespace: prod}
data: {notes: "at 50%! or more, see <name>"}
""",
)
