"""GIT021: a custom resource is not applied before its definition."""

from __future__ import annotations

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

WAVE = "argocd.argoproj.io/sync-wave"
PATH = ("metadata", "annotations", WAVE)


def check(world: World) -> Verdicts:
    definitions = {
        (value(d.data, "spec", "group"), value(d.data, "spec", "names", "kind")): d
        for d in world.index.of_kind("CustomResourceDefinition")
        if isinstance(value(d.data, "spec", "group"), str)
        and isinstance(value(d.data, "spec", "names", "kind"), str)
    }
    if not definitions or WAVE not in world.derived(annotated):
        return
    for (group, kind), definition in definitions.items():
        defined = _wave(definition)
        for resource in world.index.of_kind(str(kind)):
            if resource.group == group and _wave(resource) < defined:
                message = f"wave {_wave(resource)} comes before wave {defined} of its definition"
                yield Breach(resource, PATH, message, related=(definition,))


def _wave(resource: Resource) -> int:
    text = str(value(resource.data, *PATH) or "0")
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 10 else 0


RULE = Rule(
    id="GIT021",
    title="A custom resource comes before its definition",
    severity=Severity.ERROR,
    why="The first sync of a new cluster fails: no matches for kind. Argo CD waits for a "
    "CustomResourceDefinition of the same or an earlier wave, not for one of a later wave.",
    fix="give the CustomResourceDefinition the earlier wave",
    sources=(
        "argoproj/argo-cd#1884",
        "argoproj/argo-cd:docs/user-guide/sync-options.md",
        "NVIDIA/gpu-operator#453",
    ),
    check=check,
    fails="""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: models.example.com, annotations: {argocd.argoproj.io/sync-wave: "1"}}
spec: {group: example.com, names: {kind: Model, plural: models}, scope: Namespaced, versions: []}
---
apiVersion: example.com/v1
kind: Model
metadata: {name: bert, namespace: prod}
""",
    passes="""\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: models.example.com, annotations: {argocd.argoproj.io/sync-wave: "-1"}}
spec: {group: example.com, names: {kind: Model, plural: models}, scope: Namespaced, versions: []}
---
apiVersion: example.com/v1
kind: Model
metadata: {name: bert, namespace: prod}
""",
)
