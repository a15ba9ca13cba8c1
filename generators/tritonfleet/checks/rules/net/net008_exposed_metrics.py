"""NET008: metrics stay inside the cluster."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.protocols import named_ports, protocol_of
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        kind = value(service.data, "spec", "type")
        if kind not in ("LoadBalancer", "NodePort") or _is_internal(service):
            continue
        for number, port, name in named_ports(service):
            if "metrics" in name or protocol_of(world, service, port) == "metrics":
                message = f"port {port.get('port')} serves metrics, and the Service is of type {kind}"
                yield Breach(service, ("spec", "ports", number), message)


def _is_internal(service: Resource) -> bool:
    annotations = mapping(service.data, "metadata", "annotations")
    if value(service.data, "spec", "loadBalancerSourceRanges"):
        return True
    return any("internal" in f"{key}={text}".lower() for key, text in annotations.items())


RULE = Rule(
    id="NET008",
    title="Metrics are reachable from outside",
    severity=Severity.WARNING,
    why="Anybody who finds the load balancer reads model names, versions and load without a password, and each "
    "scrape from outside reaches a random pod. Triton's AWS chart exposes port 8002 this way.",
    fix="give the metrics port a ClusterIP Service of its own",
    sources=(
        "triton-inference-server/server:deploy/aws/templates/service.yaml",
        "triton-inference-server/server:docs/customization_guide/deploy.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec:
  type: LoadBalancer
  selector: {app: bert}
  ports: [{name: http, port: 8000}, {name: metrics-inference-server, port: 8002}]
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: LoadBalancer, selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-metrics, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: metrics, port: 8002}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
)
