"""GIT034: a template is written in the language that its ApplicationSet uses."""

from __future__ import annotations

import re

from tritonfleet.checks.argocd.templates import application_sets, expressions
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GO = re.compile(r"\.[A-Za-z_][\w.]*")
_FAST = re.compile(r"[A-Za-z_][\w-]*(\.[\w.-]+)*")
_ALONE = {"end", "else", "break", "continue", "now", "true", "false", "nil"}
"""What means something alone between braces in Go templates: keywords, constants, a function without arguments."""


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        template = mapping(found.resource.data, "spec", "template")
        for path, expression in expressions(template, ("spec", "template")):
            if found.go and _FAST.fullmatch(expression) and expression not in _ALONE:
                message = f"`{{{{{expression}}}}}` has no dot, and `goTemplate` is on"
                yield Breach(found.resource, path, message)
            elif not found.go and _GO.fullmatch(expression):
                message = f"`{{{{{expression}}}}}` begins with a dot, and `goTemplate` is off"
                yield Breach(found.resource, path, message, "set goTemplate: true")


RULE = Rule(
    id="GIT034",
    title="The template is in the wrong language",
    severity=Severity.ERROR,
    why="With `goTemplate: true`, `{{name}}` is a function that does not exist, and no Application is "
    "made. Without it, `{{ .name }}` is left as it is, and the Application's name has braces in it.",
    fix="write {{ .name }} with goTemplate: true, and {{name}} without",
    sources=("argoproj/argo-cd:docs/operator-manual/applicationset/GoTemplate.md",),
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
      destination: {name: '{{name}}', namespace: prod}
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
