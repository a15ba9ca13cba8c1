"""GIT040: a kustomization uses fields that Kustomize keeps."""

from __future__ import annotations

from tritonfleet.checks.argocd.applications import gitops
from tritonfleet.checks.argocd.kustomizations import kustomizations
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    deprecated = gitops()["kustomize"]["deprecated"]
    for kustomization in kustomizations(world):
        for field, better in deprecated.items():
            if kustomization.data.get(field):
                message = f"`{field}` is deprecated"
                yield Breach(kustomization, (field,), message, f"use {better}")


RULE = Rule(
    id="GIT040",
    title="The kustomization uses a field that Kustomize gives up",
    severity=Severity.INFO,
    why="`kustomize build` warns today, and an upgrade of Argo CD or kubectl brings a Kustomize that "
    "refuses the file. `commonLabels` also writes into selectors, which cannot be changed afterwards.",
    fix="run `kustomize edit fix`",
    sources=("kubernetes-sigs/kustomize:api/types/kustomization.go",),
    check=check,
    fails="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml]
patchesStrategicMerge: [gpu.yaml]
""",
    passes="""\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml]
patches: [{path: gpu.yaml}]
""",
)
