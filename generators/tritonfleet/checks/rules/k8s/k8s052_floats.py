"""K8S052: whole numbers reach programs as whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.texts import occurs
from tritonfleet.checks.objects import Path, items
from tritonfleet.checks.pods import (
    Container,
    containers,
    triton_containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_FLOAT = re.compile(r"(?:.*[=\s:,])?(\d(?:\.\d+)?e\+\d{2})")


def check(world: World) -> Verdicts:
    for container in world.derived(containers) if occurs(world, "e+") else ():
        is_triton = id(container.data) in world.derived(triton_containers)
        for path, text in _texts(container, arguments=not is_triton):
            match = _FLOAT.fullmatch(text) if "e+" in text else None
            if match:
                message = f"`{text}` holds a number that Helm wrote as a float"
                fix = (
                    f"write {int(float(match[1]))}: quote it in the values, or use `| int64` in the template"
                )
                yield Breach(container.workload.resource, path, message, fix)


def _texts(container: Container, *, arguments: bool) -> Iterator[tuple[Path, str]]:
    for number, variable in items(container.data, "env"):
        text = variable.get("value")
        if isinstance(text, str):
            yield (*container.path, "env", number, "value"), text
    for field in ("command", "args") if arguments else ():
        for number, word in container.words(field):
            yield (*container.path, field, number), word


RULE = Rule(
    id="K8S052",
    title="A whole number was rendered as a float",
    severity=Severity.ERROR,
    why="Helm reads numbers of a million and more as floats and prints them as 1e+06. A program that asks for "
    "an integer exits with a parse error, or reads 1.",
    fix="quote the number in the values, or write `{{ .Values.x | int64 }}` in the template",
    sources=("helm/helm#12195", "helm/helm#13254"),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod}
spec: {containers: [{name: tokenizer, image: "tokenizer:1.4", args: ["--max-bytes=1.6777216e+07"]}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod}
spec: {containers: [{name: tokenizer, image: "tokenizer:1.4", args: ["--max-bytes=16777216", "--rate=1e-06"]}]}
""",
)
