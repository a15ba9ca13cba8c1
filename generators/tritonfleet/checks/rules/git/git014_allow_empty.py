"""GIT014: an empty render deletes nothing."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for application in applications(world):
        automated = application.automated or {}
        if automated.get("allowEmpty") is True and automated.get("prune") is True:
            path = (*application.path, "syncPolicy", "automated", "allowEmpty")
            message = "`allowEmpty` and `prune` are both on"
            yield Breach(application.resource, path, message, mend=Mend("remove", path))


RULE = Rule(
    id="GIT014",
    title="An empty render deletes everything",
    severity=Severity.WARNING,
    why="A wrong path or a condition in a template that turns false renders no objects, and Argo CD "
    "prunes the whole Application at once. It refuses to do so by default; `allowEmpty` takes that guard "
    "away.",
    fix="remove `allowEmpty`",
    sources=("argoproj/argo-cd:docs/user-guide/auto_sync.md",),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {automated: {prune: true, allowEmpty: true}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  syncPolicy: {automated: {prune: true}}
""",
)
