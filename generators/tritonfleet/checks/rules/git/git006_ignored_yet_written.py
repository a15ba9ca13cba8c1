"""GIT006: a field that Argo CD ignores is not written at the next sync either."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OPTION = "RespectIgnoreDifferences=true"
_WRITTEN = ("/spec/replicas", ".spec.replicas")


def check(world: World) -> Verdicts:
    for application in applications(world):
        if application.automated is None or _OPTION in application.options:
            continue
        for number, entry in items(application.spec, "ignoreDifferences"):
            fields = [*_texts(entry.get("jsonPointers")), *_texts(entry.get("jqPathExpressions"))]
            written = next((field for field in fields if field in _WRITTEN), "")
            if written:
                path = (*application.path, "ignoreDifferences", number)
                message = f"`{written}` of {entry.get('kind')} is ignored, without `{_OPTION}`"
                yield Breach(application.resource, path, message)


def _texts(found: object) -> list[str]:
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


RULE = Rule(
    id="GIT006",
    title="Argo CD ignores the replicas and writes them all the same",
    severity=Severity.WARNING,
    why="The autoscaler's pods vanish at every sync, just when a release goes out. `ignoreDifferences` "
    "only hides the difference; the sync applies what Git says, unless RespectIgnoreDifferences is on as "
    "well.",
    fix="add the sync option `RespectIgnoreDifferences=true`, and leave `replicas` out of Git",
    sources=(
        "argoproj/argo-cd:docs/user-guide/sync-options.md",
        "argoproj/argo-cd#6520",
    ),
    check=check,
    fails="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
  syncPolicy: {automated: {prune: true, selfHeal: true}}
""",
    passes="""\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
  ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]
  syncPolicy: {automated: {prune: true, selfHeal: true}, syncOptions: [RespectIgnoreDifferences=true]}
""",
)
