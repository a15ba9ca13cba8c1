"""NET042: a Service that names ports of pods selects pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_SLICE_OF = "kubernetes.io/service-name"


def check(world: World) -> Verdicts:
    filled = {
        (slice_.namespace, slice_.labels.get(_SLICE_OF)) for slice_ in world.index.of_kind("EndpointSlice")
    }
    for service in world.index.of_kind("Service"):
        spec = mapping(service.data, "spec")
        if spec.get("selector") or spec.get("type") == "ExternalName" or service.group:
            continue
        if (service.namespace, service.name) in filled or world.index.get(
            "Endpoints", service.namespace, service.name
        ):
            continue
        for number, port in items(spec, "ports"):
            if isinstance(port.get("targetPort"), str):
                path = ("spec", "ports", number, "targetPort")
                message = f"`{port['targetPort']}` is the name of a pod's port, and there is no `selector`"
                yield Breach(service, path, message)
                break


RULE = Rule(
    id="NET042",
    title="A Service names a port of pods that it does not select",
    severity=Severity.ERROR,
    why="Without a selector nobody fills the Service: it has no endpoints, and clients get connection refused. "
    "Endpoints made by hand have numbers; a port's name means something in selected pods alone.",
    fix="add `selector` with the labels of the pod template",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/service.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000, targetPort: http}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000, targetPort: http}]}
""",
)
