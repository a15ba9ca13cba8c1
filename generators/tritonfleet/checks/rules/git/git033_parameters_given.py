"""GIT033: every parameter of a template is one that the list gives."""

from __future__ import annotations

from tritonfleet.checks.argocd.templates import application_sets, expressions, parameter
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

_ALWAYS = {"values", "index", "path"}


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        if not found.elements:
            continue
        given = set.intersection(*({str(key) for key in element} for element in found.elements))
        template = mapping(found.resource.data, "spec", "template")
        for path, expression in expressions(template, ("spec", "template")):
            name = parameter(expression, found.go)
            if name and name not in given and name not in _ALWAYS:
                message = f"not every element of the list has `{name}`"
                yield Breach(found.resource, path, message, suggest(name, given))


RULE = Rule(
    id="GIT033",
    title="The list gives no such parameter",
    severity=Severity.ERROR,
    why="The ApplicationSet makes no Applications (`map has no entry for key`), or makes them with the "
    "braces in their names: a template can use only what the elements of its generators have.",
    fix="use a key that every element has",
    sources=("argoproj/argo-cd:docs/operator-manual/applicationset/Generators-List.md",),
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
    metadata: {name: '{{ .name }}-bert'}
    spec:
      project: triton
      source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
      destination: {name: '{{ .cluster }}', namespace: prod}
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
