"""K8S020: no object is in an API version that is about to go."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.catalogue import catalogue, minor
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    version = minor(world.kubernetes)
    removed = catalogue().removed
    for resource in world.index.resources:
        found = removed.get((resource.api_version, resource.kind))
        if found and minor(found.deprecated) <= version < minor(found.removed):
            message = (
                f"{resource.api_version} {resource.kind} is deprecated since Kubernetes {found.deprecated} "
                f"and gone in {found.removed}; the cluster is {world.kubernetes}"
            )
            yield Breach(resource, ("apiVersion",), message, f"use {found.use}" if found.use else "")


RULE = Rule(
    id="K8S020",
    title="The API version is deprecated",
    severity=Severity.WARNING,
    why="It works until an upgrade of the cluster; then every apply and every Helm upgrade of the release "
    "fails, also one that would roll it back.",
    fix="use the API version that replaces it before the cluster is upgraded",
    sources=(
        "kubernetes/website:content/en/docs/reference/using-api/deprecation-guide.md",
        "FairwindsOps/pluto:versions.yaml",
    ),
    check=check,
    facts=Facts(kubernetes="1.24"),
    fails="""\
apiVersion: policy/v1beta1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: bert}}}
""",
    passes="""\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: bert, namespace: prod}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: bert}}}
""",
)
