"""GIT002: the project of an Argo CD Application exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.argocd import applications
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import refers
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

KIND = "AppProject"


def check(world: World) -> Verdicts:
    projects = {project.name for project in world.index.of_kind(KIND)}
    for application in applications(world):
        name = application.spec.get("project")
        if name == "default" or "{{" in str(name):
            continue
        yield from refers(
            world,
            application.resource,
            (*application.path, "project"),
            name,
            kinds=(KIND,),
            namespace=application.resource.namespace,
            known=projects,
        )


RULE = Rule(
    id="GIT002",
    title="The Argo CD project does not exist",
    severity=Severity.ERROR,
    why="The Application has the condition InvalidSpecError, `Application referencing project triton "
    "which does not exist`, and nothing is compared or synced.",
    fix="add the AppProject, or list it among the external ones",
    sources=("argoproj/argo-cd:docs/user-guide/projects.md",),
    check=check,
    needs=(needs.existing("AppProject"),),
    facts=Facts(external={"AppProject": ()}),
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod}
  destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec: {sourceRepos: ["*"], destinations: [{name: gpu-1, namespace: prod}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod}
  destination: {name: gpu-1, namespace: prod}
""",
)
