"""GIT030: Argo CD sees an Application where it lies."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    projects = {project.name: project for project in world.index.of_kind("AppProject")}
    for application in applications(world):
        project = projects.get(str(application.spec.get("project")))
        mine = application.resource.namespace
        if (
            project is None
            or application.generated
            or not mine
            or not project.namespace
            or mine == project.namespace
        ):
            continue
        listed = value(project.data, "spec", "sourceNamespaces")
        patterns = [str(pattern) for pattern in listed] if isinstance(listed, list) else []
        # A pattern between slashes is a regular expression, in Go's dialect.
        if not any(fnmatchcase(mine, pattern) or pattern.startswith("/") for pattern in patterns):
            message = f"the namespace is {mine}; {project} is in {project.namespace} and does not list it"
            yield Breach(application.resource, ("metadata", "namespace"), message, related=(project,))


RULE = Rule(
    id="GIT030",
    title="Argo CD does not look at the Application's namespace",
    severity=Severity.ERROR,
    why="The Application is created and nothing happens, or it is refused by its project: Argo CD reads "
    "Applications in its own namespace, and in others only if the project lists them under "
    "`sourceNamespaces`.",
    fix="put the Application into the project's namespace, or list its own under `sourceNamespaces`",
    sources=("argoproj/argo-cd:docs/operator-manual/app-any-namespace.md",),
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
metadata: {name: bert, namespace: ml}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
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
""",
)
