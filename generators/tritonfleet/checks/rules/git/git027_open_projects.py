"""GIT027: a project restricts something."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for project in world.index.of_kind("AppProject"):
        repositories = value(project.data, "spec", "sourceRepos")
        anywhere = any(
            "*" in (place.get("server"), place.get("name")) and place.get("namespace") == "*"
            for _, place in items(project.data, "spec", "destinations")
        )
        if anywhere and isinstance(repositories, list) and "*" in repositories:
            yield Breach(
                project, ("spec", "destinations"), "all repositories and all destinations are allowed"
            )


RULE = Rule(
    id="GIT027",
    title="The Argo CD project allows everything",
    severity=Severity.WARNING,
    why="Whoever may write one Application of this project may deploy anything from anywhere to every "
    "cluster, Argo CD's own namespace included, and so becomes its administrator.",
    fix="list the repositories, clusters and namespaces that the project is for",
    sources=(
        "argoproj/argo-cd:docs/user-guide/projects.md",
        "argoproj/argo-cd:docs/operator-manual/security.md",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", namespace: "*"}]
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
""",
)
