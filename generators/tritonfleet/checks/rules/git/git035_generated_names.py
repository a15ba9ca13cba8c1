"""GIT035: the Applications that are generated have different names."""

from __future__ import annotations

from tritonfleet.checks.argocd.templates import application_sets, expressions, parameter
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.words import count


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        if not found.elements or len(found.elements) < 2 or not found.name:
            continue
        used = [parameter(expression, found.go) for _, expression in expressions(found.name)]
        if not all(used):
            continue
        names = [tuple(str(element.get(name)) for name in used) for element in found.elements]
        if len(set(names)) < len(names):
            path = ("spec", "template", "metadata", "name")
            message = f"`{found.name}` gives {count(len(set(names)), 'name')} for {len(names)} elements"
            yield Breach(found.resource, path, message)


RULE = Rule(
    id="GIT035",
    title="Generated Applications have one name",
    severity=Severity.ERROR,
    why="The ApplicationSet reports `contains applications with duplicate name` and makes none of them, "
    "because the template of the name gives the same for two elements.",
    fix="put a parameter into the name that differs for each element",
    sources=("argoproj/argo-cd:applicationset/controllers/applicationset_controller.go",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  syncPolicy: {preserveResourcesOnDeletion: true}
  generators: [{list: {elements: [{name: gpu-1}, {name: gpu-2}]}}]
  template:
    metadata: {name: bert}
    spec:
      project: triton
      source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
      destination: {name: '{{ .name }}', namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  syncPolicy: {preserveResourcesOnDeletion: true}
  generators: [{list: {elements: [{name: gpu-1}, {name: gpu-2}]}}]
  template:
    metadata: {name: '{{ .name }}-bert'}
    spec:
      project: triton
      source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
      destination: {name: '{{ .name }}', namespace: prod}
""",
)
