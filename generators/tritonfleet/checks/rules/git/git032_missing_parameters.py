"""GIT032: a parameter that no generator gives is an error."""

from __future__ import annotations

from tritonfleet.checks.argocd.templates import application_sets
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_OPTION = "missingkey=error"


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        options = value(found.resource.data, "spec", "goTemplateOptions")
        if found.go and not (isinstance(options, list) and _OPTION in options):
            path = ("spec", "goTemplateOptions")
            mend = None if options else Mend("set", path, [_OPTION])
            yield Breach(found.resource, path, f"`{_OPTION}` is not among the options", mend=mend)


RULE = Rule(
    id="GIT032",
    title="A missing parameter goes unnoticed",
    severity=Severity.WARNING,
    why="A label that one cluster lacks becomes the text `<no value>` in a path, a namespace or a name, "
    "and the Application goes where nobody meant it. With goTemplate, only missingkey=error stops that.",
    fix='set `goTemplateOptions: ["missingkey=error"]`',
    sources=("argoproj/argo-cd:docs/operator-manual/applicationset/GoTemplate.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  syncPolicy: {preserveResourcesOnDeletion: true}
  generators: [{list: {elements: [{name: gpu-1}, {name: gpu-2}]}}]
  template:
    metadata: {name: '{{ .name }}-bert'}
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
