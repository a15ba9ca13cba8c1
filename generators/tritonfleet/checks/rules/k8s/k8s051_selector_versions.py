"""K8S051: selectors hold nothing that changes from release to release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_CHANGING = frozenset({"app.kubernetes.io/version", "helm.sh/chart", "helm.sh/revision", "chart"})
_IMMUTABLE = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"})


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        if workload.resource.kind in _IMMUTABLE:
            path = ("spec", "selector", "matchLabels")
            for label in _changing(mapping(workload.resource.data, *path)):
                message = f"`{label}` changes with each release, and the selector cannot be changed"
                yield Breach(workload.resource, (*path, label), message)
    for service in world.index.of_kind("Service"):
        for label in _changing(mapping(service.data, "spec", "selector")):
            message = f"`{label}` changes with each release: during an upgrade the Service has no old or no new pods"
            fix = "select by app.kubernetes.io/name and app.kubernetes.io/instance"
            yield Breach(service, ("spec", "selector", label), message, fix, Severity.WARNING)


def _changing(labels: Mapping[str, Any]) -> list[str]:
    return [key for key in labels if isinstance(key, str) and key in _CHANGING]


RULE = Rule(
    id="K8S051",
    title="A selector holds a version",
    severity=Severity.ERROR,
    why="The first install works. The next version fails with `spec.selector: Invalid value: … field is "
    "immutable`, and the workload has to be deleted, with all its pods, to get past it.",
    fix="select by app.kubernetes.io/name and app.kubernetes.io/instance only",
    sources=("jetstack/version-checker#140", "zitadel/zitadel-charts#389", "kubernetes-sigs/kustomize#1009"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: bert, helm.sh/chart: bert-1.2.0}}
  template:
    metadata: {labels: {app.kubernetes.io/name: bert, helm.sh/chart: bert-1.2.0}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app.kubernetes.io/name: bert}}
  template:
    metadata: {labels: {app.kubernetes.io/name: bert, helm.sh/chart: bert-1.2.0}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
)
