"""K8S019: the cluster still serves the API version of every object."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import catalogue, minor
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    version = minor(world.kubernetes)
    removed = catalogue().removed
    for resource in world.index.resources:
        found = removed.get((resource.api_version, resource.kind))
        if found and minor(found.removed) <= version:
            message = (
                f"Kubernetes serves no {resource.kind} in {resource.api_version} since {found.removed}"
                f", and the cluster is {world.kubernetes}"
            )
            fix = f"use {found.use}, and rename the fields that changed" if found.use else "drop the object"
            yield Breach(resource, ("apiVersion",), message, fix)


RULE = Rule(
    id="K8S019",
    title="Kubernetes no longer serves this API version",
    severity=Severity.ERROR,
    why="The apply fails with `no matches for kind … in version …`, and with Helm the whole release with it. "
    "Triton's own on-premises chart still asks for autoscaling/v2beta2, which is gone since 1.26.",
    fix="use the API version that replaced it",
    sources=(
        "kubernetes/website:content/en/docs/reference/using-api/deprecation-guide.md",
        "triton-inference-server/server:deploy/k8s-onprem/templates/hpa.yaml",
    ),
    check=check,
    fails="""\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, maxReplicas: 3}
""",
    passes="""\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: bert, namespace: prod}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: bert}, maxReplicas: 3}
""",
)
