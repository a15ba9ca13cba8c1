"""GIT015: waves of Applications wait for each other."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World

WAVE = "argocd.argoproj.io/sync-wave"
CONFIG = "argocd-cm"
_HEALTH = "resource.customizations.health.argoproj.io_Application"


def check(world: World) -> Verdicts:
    waves: dict[str, Resource] = {}
    for application in applications(world):
        wave = value(application.resource.data, "metadata", "annotations", WAVE)
        if wave is not None and not application.generated:
            waves.setdefault(str(wave), application.resource)
    if len(waves) < 2:
        return
    configs = [c for c in world.index.of_kind("ConfigMap") if c.name == CONFIG]
    first = next(iter(waves.values()))
    if not configs:
        yield Undecided(needs.existing("ConfigMap"))
    for config in configs:
        if not _has_health(config):
            message = f"Applications have waves {', '.join(sorted(waves))}, and {config} has no health check for them"
            yield Breach(first, ("metadata", "annotations", WAVE), message, related=(config,))


def _has_health(config: Resource) -> bool:
    data = mapping(config.data, "data")
    return _HEALTH in data or "argoproj.io/Application" in str(data.get("resource.customizations", ""))


RULE = Rule(
    id="GIT015",
    title="Waves of Applications do not wait for each other",
    severity=Severity.WARNING,
    why="The monitors are applied before their operator is there, although its Application has an earlier "
    "wave: Argo CD has had no health check for Applications since 1.8, so a wave of them counts as done "
    "as soon as they exist.",
    fix="add a health check of argoproj.io_Application to argocd-cm",
    sources=(
        "argoproj/argo-cd:docs/operator-manual/upgrading/1.7-1.8.md",
        "argoproj/argo-cd#3781",
        "NVIDIA/aicr#1030",
    ),
    check=check,
    needs=(needs.existing("ConfigMap"),),
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, namespace: argocd}
data: {timeout.reconciliation: 180s}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: operators, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "0"}}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "1"}}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/bert, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: argocd-cm, namespace: argocd}
data:
  resource.customizations.health.argoproj.io_Application: |
    return obj.status.health
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: operators, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "0"}}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/prod, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bert, namespace: argocd, annotations: {argocd.argoproj.io/sync-wave: "1"}}
spec:
  project: triton
  source: {repoURL: "git@example.com:fleet.git", path: overlays/bert, targetRevision: main}
  destination: {name: gpu-1, namespace: prod}
""",
)
