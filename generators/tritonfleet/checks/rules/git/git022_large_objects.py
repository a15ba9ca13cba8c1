"""GIT022: an object is small enough to be applied."""

from __future__ import annotations

import json

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

LIMIT = 262144
"""Bytes of all annotations of an object together. Source: apimachinery:pkg/api/validation/objectmeta.go."""

_KINDS = (
    "ConfigMap",
    "CustomResourceDefinition",
    "PrometheusRule",
    "GrafanaDashboard",
    "ClusterServingRuntime",
)
_OPTIONS = "argocd.argoproj.io/sync-options"
_WAYS = ("ServerSideApply=true", "Replace=true")


def check(world: World) -> Verdicts:
    # Which Application an object belongs to is not known: one that applies server-side may well be for this one.
    if any(_WAYS[0] in application.options for application in applications(world)):
        return
    for resource in world.index.of_kind(*_KINDS):
        size = _size(resource)
        options = str(mapping(resource.data, "metadata", "annotations").get(_OPTIONS, ""))
        if size > LIMIT and not any(way in options for way in _WAYS):
            message = f"the object is {size:,} bytes large, {LIMIT:,} fit into the annotation"
            yield Breach(resource, ("metadata", "name"), message)


def _size(resource: Resource) -> int:
    """Bytes of the object as the annotation would hold it; of a ConfigMap's texts first, which is cheap."""
    texts = mapping(resource.data, "data").values()
    if (
        resource.kind == "ConfigMap"
        and sum(len(text) for text in texts if isinstance(text, str)) < LIMIT // 2
    ):
        return 0
    try:
        return len(json.dumps(resource.data, separators=(",", ":"), ensure_ascii=False, default=str).encode())
    except (TypeError, ValueError, RecursionError):
        return 0


def _map(size: int) -> str:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: dashboards, namespace: monitoring}\n"
    return f"{head}data: {{triton.json: {'x' * size}}}\n"


RULE = Rule(
    id="GIT022",
    title="The object is too large for client-side apply",
    severity=Severity.WARNING,
    why="The sync fails: metadata.annotations: Too long: must have at most 262144 bytes. kubectl and Argo "
    "CD keep the whole object in an annotation unless they apply server-side; CRDs of the Prometheus "
    "operator and of KEDA, and dashboards, are that large.",
    fix="set `argocd.argoproj.io/sync-options: ServerSideApply=true`, or use kubectl apply --server-side",
    sources=(
        "argoproj/argo-cd#8128",
        "prometheus-community/helm-charts#1500",
        "kedacore/charts#580",
    ),
    check=check,
    fails=_map(LIMIT),
    passes=_map(1024),
)
