"""GIT017: hooks of Argo CD are of a kind that it knows."""

from __future__ import annotations

from tritonfleet.checks.argocd.annotated import annotated
from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.suggest import suggest

_LISTS = {"argocd.argoproj.io/hook": "hooks", "argocd.argoproj.io/hook-delete-policy": "hook_policies"}


def check(world: World) -> Verdicts:
    for key, names in _LISTS.items():
        known = gitops()["argocd"][names]
        for resource, path, text in world.derived(annotated).get(key, ()):
            for given in filter(None, map(str.strip, text.split(","))):
                if given not in known and "{{" not in given:
                    yield Breach(resource, path, f"there is no `{given}`", suggest(given, known))


RULE = Rule(
    id="GIT017",
    title="Argo CD does not know the hook",
    severity=Severity.ERROR,
    why="The Job is applied with everything else instead of before it, or is never deleted, and the "
    "second sync fails because a Job cannot be changed. Argo CD compares hook names and policies exactly, "
    "capital letters included.",
    fix="use PreSync, Sync, PostSync, SyncFail, PreDelete, PostDelete or Skip",
    sources=("argoproj/argo-cd:docs/user-guide/sync-waves.md",),
    check=check,
    fails="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/hook: presync}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
    passes="""\
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: prod, annotations: {argocd.argoproj.io/hook: PreSync}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: load, image: "registry.example.com/load:1.2"}]}}}
""",
)
