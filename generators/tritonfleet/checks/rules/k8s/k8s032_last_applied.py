"""K8S032: an object is small enough for client-side apply."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.k8s.k8s030_size import content_size
from tritonfleet.checks.world import World

_MOST = 256 << 10
_NEAR = _MOST // 2
"""Escapes in JSON can double a text, so it is only written out when it is larger than this."""
_DASHBOARD = "grafana_dashboard"
_SYNC_OPTIONS = "argocd.argoproj.io/sync-options"


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind("ConfigMap", "CustomResourceDefinition"):
        if resource.kind == "ConfigMap" and (content_size(resource) < _NEAR or _DASHBOARD in resource.labels):
            continue
        options = str(mapping(resource.data, "metadata", "annotations").get(_SYNC_OPTIONS))
        size = 0 if "ServerSideApply=true" in options else _as_json(resource)
        if size > _MOST and content_size(resource) <= 1 << 20:
            message = (
                f"it is {size:,} bytes of JSON; client-side apply keeps a copy in an annotation of {_MOST:,}"
            )
            yield Breach(resource, ("metadata", "name"), message)


def _as_json(resource: Resource) -> int:
    import json

    try:
        return len(json.dumps(resource.data, separators=(",", ":"), default=str))
    except (ValueError, TypeError, RecursionError):
        return 0


RULE = Rule(
    id="K8S032",
    title="The object is too large for client-side apply",
    severity=Severity.WARNING,
    why="`kubectl apply` and Argo CD without ServerSideApply store the whole object in the annotation "
    "kubectl.kubernetes.io/last-applied-configuration, and fail with `metadata.annotations: Too long`. Helm "
    "and server-side apply are not affected.",
    fix="apply it server-side: kubectl apply --server-side, or the sync option ServerSideApply=true",
    sources=("argoproj/argo-cd#8128", "prometheus-community/helm-charts#1500"),
    check=check,
    fails=f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: labels, namespace: prod}}
data: {{labels.txt: "{"cat," * 70_000}"}}
""",
    passes=f"""\
apiVersion: v1
kind: ConfigMap
metadata:
  name: labels
  namespace: prod
  annotations: {{argocd.argoproj.io/sync-options: ServerSideApply=true}}
data: {{labels.txt: "{"cat," * 70_000}"}}
""",
)
