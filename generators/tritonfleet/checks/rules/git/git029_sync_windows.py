"""GIT029: sync windows open at some time, for something."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_DURATION = re.compile(r"(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+")
_FOR = ("applications", "namespaces", "clusters")


def check(world: World) -> Verdicts:
    for project in world.index.of_kind("AppProject"):
        for number, window in items(project.data, "spec", "syncWindows"):
            path = ("spec", "syncWindows", number)
            schedule, duration = window.get("schedule"), window.get("duration")
            if isinstance(schedule, str) and not schedule.startswith("@") and len(schedule.split()) != 5:
                yield Breach(project, (*path, "schedule"), f"`{schedule}` has not five fields")
            if isinstance(duration, str) and not _DURATION.fullmatch(duration):
                yield Breach(project, (*path, "duration"), f"`{duration}` is no duration")
            if not any(window.get(field) for field in _FOR):
                yield Breach(project, path, "the window is for no application, namespace or cluster")
            if window.get("kind") not in ("allow", "deny"):
                yield Breach(project, (*path, "kind"), f"`{window.get('kind')}` is neither allow nor deny")


RULE = Rule(
    id="GIT029",
    title="A sync window is invalid",
    severity=Severity.ERROR,
    why="Argo CD refuses the project, and with a window that it cannot read, blocks every sync of it. A "
    "schedule has five fields, a duration is one of Go's, and a window is for applications, namespaces or "
    "clusters.",
    fix="write a cron schedule, a duration such as 8h, and what the window is for",
    sources=(
        "argoproj/argo-cd:docs/user-guide/sync_windows.md",
        "argoproj/argo-cd:pkg/apis/application/v1alpha1/app_project_types.go",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
  syncWindows: [{kind: deny, schedule: "0 8 * *", duration: 8 hours, applications: ["*"]}]
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: triton, namespace: argocd}
spec:
  sourceRepos: ["git@example.com:fleet.git"]
  destinations: [{name: gpu-1, namespace: prod}]
  syncWindows: [{kind: deny, schedule: "0 8 * * *", duration: 8h, applications: ["*"]}]
""",
)
