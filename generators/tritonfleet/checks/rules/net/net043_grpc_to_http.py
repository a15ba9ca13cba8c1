"""NET043: a GRPCRoute leads to the port on which Triton speaks gRPC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import backends
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import target_number, target_of, workloads_of
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    routes = list(world.index.of_kind("GRPCRoute"))
    by_workload = {id(server.workload): server for server in servers(world)} if routes else {}
    for route in routes:
        for path, reference in backends(route):
            name, namespace = str(reference.get("name")), str(reference.get("namespace") or route.namespace)
            service = world.index.get("Service", namespace, name)
            server = _behind(world, service, reference, by_workload) if service else None
            if service and server:
                message = f"port {reference.get('port')} of {service} is the one on which Triton speaks HTTP"
                fix = (
                    f"lead it to Triton's gRPC port, {server.port('grpc')}" if server.listens("grpc") else ""
                )
                yield Breach(route, (*path, "port"), message, fix, related=(service, server.resource))


def _behind(
    world: World, service: Resource, reference: Mapping[str, Any], by_workload: Mapping[int, Server]
) -> Server | None:
    """The Triton whose HTTP port the backend is; None for any other port."""
    ports = [
        port for _, port in items(service.data, "spec", "ports") if port.get("port") == reference.get("port")
    ]
    for workload in workloads_of(world, service) if ports else ():
        server = by_workload.get(id(workload))
        if (
            server
            and server.listens("http")
            and target_number(workload, target_of(ports[0])) == server.port("http")
        ):
            return server
    return None


_EXAMPLE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
        ports: [{name: http, containerPort: 8000}, {name: grpc, containerPort: 8001}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}, {name: grpc, port: 8001}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [{name: bert, port: PORT}]}]}
"""

RULE = Rule(
    id="NET043",
    title="A GRPCRoute leads to Triton's HTTP port",
    severity=Severity.ERROR,
    why="The gateway opens an HTTP/2 connection without TLS to a server that speaks HTTP/1.1: every call ends with "
    "UNAVAILABLE, and the gateway logs `upstream connect error` or a protocol error.",
    fix="name the Service's gRPC port in `backendRefs`",
    sources=(
        "kubernetes-sigs/gateway-api:apis/v1/grpcroute_types.go",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
    ),
    check=check,
    fails=_EXAMPLE.replace("PORT", "8000"),
    passes=_EXAMPLE.replace("PORT", "8001"),
)
