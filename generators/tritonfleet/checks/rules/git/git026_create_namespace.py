"""GIT026: a project lets its Applications make their namespace."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

OPTION = "CreateNamespace=true"


def check(world: World) -> Verdicts:
    projects = {project.name: project for project in world.index.of_kind("AppProject")}
    for application in applications(world):
        project = projects.get(str(application.spec.get("project")))
        if project is not None and OPTION in application.options and not _permits(project):
            path = (*application.path, "syncPolicy", "syncOptions")
            message = f"`{OPTION}` is set, and {project} lists no Namespace"
            yield Breach(application.resource, path, message, related=(project,))


def _permits(project: Resource) -> bool:
    def listed(field: str) -> bool:
        return any(
            str(entry.get("group", "")) in {"", "*"} and str(entry.get("kind")) in {"Namespace", "*", "Name*"}
            for _, entry in items(project.data, "spec", field)
        )

    return listed("clusterResourceWhitelist") and not listed("clusterResourceBlacklist")


RULE = Rule(
    id="GIT026",
    title="The project forbids the namespace that the Application makes",
    severity=Severity.ERROR,
    why="The sync fails: resource :Namespace is not permitted in project. A project allows no "
    "cluster-wide kind unless it lists it, and CreateNamespace makes one.",
    fix='add {group: "", kind: Namespace} to the project\'s clusterResourceWhitelist, or drop '
    "CreateNamespace",
    sources=(
        "argoproj/argo-cd#22869",
        "argoproj/argo-cd#20233",
        "argoproj/argo-cd:controller/sync.go",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
  clusterResourceWhitelist: [{group: "", kind: Namespace}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {syncOptions: [CreateNamespace=true]}
""",
)
