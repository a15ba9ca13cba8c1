"""GIT024: an Application does not replace all its objects."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for application in applications(world):
        options = value(application.spec, "syncPolicy", "syncOptions")
        for number, option in enumerate(options if isinstance(options, list) else ()):
            if option in ("Replace=true", "Force=true"):
                path = (*application.path, "syncPolicy", "syncOptions", number)
                yield Breach(application.resource, path, f"`{option}` holds for all objects")


RULE = Rule(
    id="GIT024",
    title="Every sync replaces the objects instead of applying them",
    severity=Severity.WARNING,
    why="Replicas set by an autoscaler, and whatever else lives in the cluster, are gone after each sync; "
    "with Force the objects are deleted first, and requests fail. `Replace=true` wins over "
    "ServerSideApply.",
    fix="put the option on the one object that needs it, by annotation",
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
  syncPolicy: {syncOptions: [Replace=true]}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {syncOptions: [ServerSideApply=true]}
""",
)
