"""GIT003: an Argo CD project permits what its Applications use."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.argocd import Application, applications, permits_destination, permits_source
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    projects = {project.name: project for project in world.index.of_kind("AppProject")}
    for application in applications(world):
        project = projects.get(str(application.spec.get("project")))
        if project is not None:
            yield from _verdicts(application, project)


def _verdicts(application: Application, project: Resource) -> Verdicts:
    for path, source in application.sources():
        url = str(source.get("repoURL", ""))
        if not permits_source(project, url) and not _is_parameter(url):
            message = f"{project} does not permit the repository {url}"
            where = (*path, "repoURL")
            yield Breach(application.resource, where, message, "add it to the project's sourceRepos")
    destination = mapping(application.spec, "destination")
    given = any(_is_parameter(part) for part in destination.values())
    if destination and not given and not permits_destination(project, destination):
        cluster = destination.get("name") or destination.get("server")
        message = f"{project} does not permit namespace {destination.get('namespace')} on cluster {cluster}"
        where = (*application.path, "destination")
        yield Breach(application.resource, where, message, "add it to the project's destinations")


def _is_parameter(text: Any) -> bool:
    """Whether an ApplicationSet fills it in."""
    return "{{" in str(text)


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
