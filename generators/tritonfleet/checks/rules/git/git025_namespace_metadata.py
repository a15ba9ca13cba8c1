"""GIT025: a namespace that is given labels is made by Argo CD."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        given = mapping(application.spec, "syncPolicy", "managedNamespaceMetadata")
        if given and "CreateNamespace=true" not in application.options:
            path = (*application.path, "syncPolicy", "managedNamespaceMetadata")
            yield Breach(application.resource, path, "`CreateNamespace=true` is not among the sync options")


RULE = Rule(
    id="GIT025",
    title="The namespace never gets its labels",
    severity=Severity.ERROR,
    why="Labels such as the Pod Security level, or the one by which Prometheus selects namespaces, are "
    "missing: Argo CD reads `managedNamespaceMetadata` only together with CreateNamespace.",
    fix="add the sync option `CreateNamespace=true`",
    sources=("argoproj/argo-cd:docs/user-guide/sync-options.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {managedNamespaceMetadata: {labels: {team: ml}}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {managedNamespaceMetadata: {labels: {team: ml}}, syncOptions: [CreateNamespace=true]}
""",
)
