"""K8S032: an object is small enough for client-side apply."""

from __future__ import annotations

from tritonfleet.checks.argocd import applications
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.k8s.k8s030_size import content_size
from tritonfleet.checks.world import World

_MOST = 256 << 10
"""Bytes of all annotations of an object together. Source: kubernetes/apimachinery:pkg/api/validation/objectmeta.go."""
_NEAR = _MOST // 2
"""Escapes in JSON can double a text, so it is only written out when it is larger than this."""
_LARGE_KINDS = (
    "ConfigMap", "CustomResourceDefinition", "PrometheusRule", "GrafanaDashboard", "ClusterServingRuntime",
)  # fmt: skip
_OPTIONS = "argocd.argoproj.io/sync-options"
_WITHOUT_A_COPY = ("ServerSideApply=true", "Replace=true")


def check(world: World) -> Verdicts:
    # Which Application an object belongs to is not known: one that applies server-side may well be for this one.
    if any(_WITHOUT_A_COPY[0] in application.options for application in applications(world)):
        return
    for resource in world.index.of_kind(*_LARGE_KINDS):
        small = resource.kind == "ConfigMap" and content_size(resource) < _NEAR
        options = str(mapping(resource.data, "metadata", "annotations").get(_OPTIONS))
        if small or any(option in options for option in _WITHOUT_A_COPY):
            continue
        size = _as_json(resource)
        if size > _MOST and content_size(resource) <= 1 << 20:
            message = (
                f"it is {size:,} bytes of JSON; client-side apply keeps a copy in an annotation of {_MOST:,}"
            )
            yield Breach(resource, ("metadata", "name"), message)


def _as_json(resource: Resource) -> int:
    import json

    try:
        text = json.dumps(resource.data, separators=(",", ":"), ensure_ascii=False, default=str)
    except (ValueError, TypeError, RecursionError):
        return 0
    return len(text.encode(errors="replace"))


RULE = Rule(
    id="K8S032",
    title="The object is too large for client-side apply",
    severity=Severity.WARNING,
    why="`kubectl apply` and an Argo CD sync fail with `metadata.annotations: Too long: must have at "
    "most 262144 bytes`: unless they apply server-side they keep the whole object in the annotation "
    "last-applied-configuration. Dashboards, and the CRDs of KEDA and of the Prometheus operator, are "
    "that large; Helm is not affected.",
    fix="apply it server-side: kubectl apply --server-side, or the sync option ServerSideApply=true",
    sources=(
        "argoproj/argo-cd#8128",
        "prometheus-community/helm-charts#1500",
        "kedacore/charts#580",
    ),
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
