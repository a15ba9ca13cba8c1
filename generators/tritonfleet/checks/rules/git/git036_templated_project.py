"""GIT036: the project of generated Applications is fixed."""

from __future__ import annotations

from tritonfleet.checks.argocd.templates import application_sets, expressions, parameter
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OUTSIDE = ("scmProvider", "pullRequest", "plugin")
_OURS = ("values", "metadata", "server", "name", "nameNormalized")
"""What comes from this file or from Argo CD's own list of clusters, and so from its administrators."""


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        path = ("spec", "template", "spec", "project")
        for _, expression in expressions(value(found.resource.data, *path)):
            name = parameter(expression, found.go)
            if name == "path" or (name and name not in _OURS and _outside(found.resource)):
                message = f"the project is `{{{{{expression}}}}}`, which a repository decides"
                yield Breach(found.resource, path, message)


def _outside(application_set: Resource) -> bool:
    """Whether a generator, or one inside it, reads what people outside Argo CD write."""
    pending = [value(application_set.data, "spec", "generators")]
    while pending:
        found = pending.pop()
        if isinstance(found, list):
            pending.extend(found)
        elif isinstance(found, dict):
            if any(found.get(kind) for kind in _OUTSIDE) or value(found, "git", "files"):
                return True
            pending.extend(value(found, kind, "generators") for kind in ("matrix", "merge"))
    return False


RULE = Rule(
    id="GIT036",
    title="The project of generated Applications is a parameter",
    severity=Severity.WARNING,
    why="Whoever can write what the generator reads, a folder name or a label, chooses the project, and "
    "with a permissive one takes over Argo CD.",
    fix="write the project's name into the template",
    sources=("argoproj/argo-cd:docs/operator-manual/applicationset/Security.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  syncPolicy: {preserveResourcesOnDeletion: true}
  generators: [{git: {repoURL: "git@example.com:fleet.git", revision: main, directories: [{path: "apps/*"}]}}]
  template:
    metadata: {name: '{{ .path.basename }}'}
    spec:
      project: '{{ .path.basename }}'
      source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
      destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
  syncPolicy: {preserveResourcesOnDeletion: true}
  generators: [{git: {repoURL: "git@example.com:fleet.git", revision: main, directories: [{path: "apps/*"}]}}]
  template:
    metadata: {name: '{{ .path.basename }}'}
    spec:
      project: triton
      source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
      destination: {name: gpu-1, namespace: prod}
""",
)
