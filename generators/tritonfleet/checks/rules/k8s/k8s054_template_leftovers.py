"""K8S054: nothing that a template failed to print is left in the objects."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.texts import containing, line_of
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World

_SIGNS = ("<no value>", "<nil>", "%!")
_LEFT = re.compile(r"<no value>|<nil>|%!(?:[a-z]\(|\(NOVERB\))")


def check(world: World) -> Verdicts:
    for resource, path, text in containing(world, _SIGNS):
        match = _LEFT.search(text)
        if match:
            inside = Inside(line_of(text, match.start())) if "\n" in text else None
            message = f"`{match[0]}` is what a template prints for a missing value"
            yield Breach(resource, path, message, inside=inside)


RULE = Rule(
    id="K8S054",
    title="A template printed a missing value",
    severity=Severity.WARNING,
    why="A Go template prints `<nil>`, `<no value>` or `%!d(string=8000)` where a value is missing or has "
    "another type than the format asks for. The object is valid and the program reads the text as if "
    "somebody had meant it.",
    fix="give the value, or guard it in the template with `default` or `required`",
    sources=("helm/helm#11522", "cozystack/cozystack#4102"),
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
