"""GIT041: Argo CD can build the kustomization."""

from __future__ import annotations

from tritonfleet.checks.argocd.kustomizations import kustomizations
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_FIELDS = ("helmCharts", "helmChartInflationGenerator")


def check(world: World) -> Verdicts:
    found = [(k, field) for k in kustomizations(world) for field in _FIELDS if k.data.get(field)]
    if not found or _enabled(world):
        return
    for kustomization, field in found:
        yield Breach(kustomization, (field,), f"`{field}` needs --enable-helm")


def _enabled(world: World) -> bool:
    """Whether some Argo CD here is told to allow it: by argocd-cm, or by the operator's object."""
    options = [value(c.data, "data", "kustomize.buildOptions") for c in world.index.of_kind("ConfigMap")]
    options += [value(a.data, "spec", "kustomizeBuildOptions") for a in world.index.of_kind("ArgoCD")]
    return any("--enable-helm" in str(option) for option in options)


RULE = Rule(
    id="GIT041",
    title="The kustomization inflates a Helm chart",
    severity=Severity.WARNING,
    why="Argo CD answers: must specify --enable-helm. Kustomize renders charts only with that flag, which "
    "a cluster's argocd-cm must allow for everybody; it then runs whatever Helm is installed, without the "
    "cluster's API versions.",
    fix="use the chart as a source of its own, or commit what it renders",
    sources=(
        "argoproj/argo-cd#10651",
        "argoproj/argo-cd#25707",
        "argoproj/argo-cd:docs/user-guide/kustomize.md",
    ),
    check=check,
    fails="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
helmCharts: [{name: triton, repo: "https://charts.example.com", version: 1.4.2, releaseName: bert}]
""",
    passes="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [triton.yaml]
""",
)
