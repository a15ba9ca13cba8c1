"""GIT002: the project of an Argo CD Application exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_PROJECT_PATHS = {
    "Application": ("spec", "project"),
    "ApplicationSet": ("spec", "template", "spec", "project"),
}


def check(world: World) -> Verdicts:
    projects = {project.name for project in world.index.of_kind("AppProject")}
    for kind, path in _PROJECT_PATHS.items():
        for application in world.index.of_kind(kind):
            name = value(application.data, *path)
            if name != "default" and str(name) not in projects and "{{" not in str(name):
                yield from world.reference(application, path, "AppProject", name)


RULE = Rule(
    id="GIT002",
    title="The Argo CD project does not exist",
    severity=Severity.ERROR,
    why="Argo CD refuses to sync an Application of an unknown project; the Application stays Unknown.",
    fix="add the AppProject, or list it among the external ones",
    sources=("argoproj/argo-cd:docs/user-guide/projects.md",),
    check=check,
    needs=(needs.existing("AppProject"),),
    facts=Facts(external={"AppProject": ()}),
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec: {project: triton}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec: {project: triton}
""",
)
