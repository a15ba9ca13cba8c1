"""K8S054: nothing that a template failed to print is left in the objects."""

from __future__ import annotations

from tritonfleet.checks.dashboards import dashboards
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.texts import TEMPLATE_SIGNS, containing, left_by_template, line_of
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Inside, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource, path, text in containing(world, TEMPLATE_SIGNS):
        left = left_by_template(text)
        if left and not _in_dashboard(world, resource, path):
            inside = Inside(line_of(text, text.index(left))) if "\n" in text else None
            kind = "of the wrong type" if left.startswith("%") else "that is missing"
            message = f"`{left}` is what a template prints for a value {kind}"
            yield Breach(resource, path, message, inside=inside)


def _in_dashboard(world: World, resource: Resource, path: Path) -> bool:
    """Whether MON302 tells what was lost there."""
    return any(each.resource is resource and each.path == path for each in world.derived(dashboards))


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
