"""GIT031: an edit of an ApplicationSet deletes no running services."""

from __future__ import annotations

from tritonfleet.checks.argocd.templates import application_sets
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_NEVER_DELETES = ("create-only", "create-update")


def check(world: World) -> Verdicts:
    for found in application_sets(world):
        policy = mapping(found.resource.data, "spec", "syncPolicy")
        if (
            policy.get("preserveResourcesOnDeletion") is True
            or policy.get("applicationsSync") in _NEVER_DELETES
        ):
            continue
        message = "Applications that are no longer generated are deleted with all they made"
        yield Breach(found.resource, ("spec", "syncPolicy"), message)


RULE = Rule(
    id="GIT031",
    title="An edit of the ApplicationSet can delete running services",
    severity=Severity.WARNING,
    why="Somebody renames a cluster's label, moves a folder or mistypes a generator, and everything that "
    "the ApplicationSet made is gone: Applications that are no longer generated are deleted, and their "
    "finalizer takes the Deployments along. Whole clusters were emptied so.",
    fix="set `preserveResourcesOnDeletion: true`, or `applicationsSync: create-update`",
    sources=(
        "argoproj/argo-cd#18201",
        "argoproj/argo-cd#16721",
        "argoproj/argo-cd:docs/operator-manual/applicationset/Application-Deletion.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: bert, namespace: argocd}
spec:
  goTemplate: true
  goTemplateOptions: ["missingkey=error"]
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
