"""GIT003: an Argo CD project permits what its Applications use."""

from __future__ import annotations

from tritonfleet.checks.argocd import permits_destination, permits_source, sources
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    projects = {project.name: project for project in world.index.of_kind("AppProject")}
    for application in world.index.of_kind("Application"):
        project = projects.get(str(value(application.data, "spec", "project")))
        if project is not None:
            yield from _verdicts(application, project)


def _verdicts(application: Resource, project: Resource) -> Verdicts:
    for path, source in sources(application):
        url = str(source.get("repoURL", ""))
        if not permits_source(project, url):
            message = f"{project} does not permit the repository {url}"
            yield Breach(application, (*path, "repoURL"), message, "add it to the project's sourceRepos")
    destination = mapping(application.data, "spec", "destination")
    if destination and not permits_destination(project, destination):
        cluster = destination.get("name") or destination.get("server")
        message = f"{project} does not permit namespace {destination.get('namespace')} on cluster {cluster}"
        yield Breach(application, ("spec", "destination"), message, "add it to the project's destinations")


RULE = Rule(
    id="GIT003",
    title="The Argo CD project forbids the source or the destination",
    severity=Severity.ERROR,
    why="The Application has the condition InvalidSpecError and is not synced: `application repo … is "
    "not permitted in project`, or `application destination … do not match any of the allowed "
    "destinations in project`.",
    fix="widen the project, or move the Application to another one",
    sources=("argoproj/argo-cd:pkg/apis/application/v1alpha1/app_project_types.go",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: [git@example.com:fleet.git]
  destinations: [{name: gpu-1, namespace: "triton-*"}]
---
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
spec:
  sourceRepos: [git@example.com:fleet.git]
  destinations: [{name: gpu-1, namespace: "triton-*"}]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet", path: overlays/prod}
  destination: {name: gpu-1, namespace: triton-prod}
""",
)
