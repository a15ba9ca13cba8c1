"""NET009: a port says which protocol it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.protocols import named_ports, protocol_of
from tritonfleet.checks.objects import Resource
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OTHERS = ("http", "https", "tcp", "udp")
_PLAIN = frozenset({"http", "https", "tcp"})


def check(world: World) -> Verdicts:
    for service in world.index.of_kind("Service"):
        for number, port, name in named_ports(service):
            said = port.get("appProtocol")
            field = "name" if said is None else "appProtocol"
            wrong = str(said).lower() in _PLAIN if said is not None else name.split("-")[0] in _OTHERS
            if wrong and _is_grpc(world, service, port, name):
                message = f"the port speaks gRPC, and its `{field}` `{port.get(field)}` says another protocol"
                yield Breach(service, ("spec", "ports", number, field), message)


def _is_grpc(world: World, service: Resource, port: Mapping[str, Any], name: str) -> bool:
    protocol = protocol_of(world, service, port)
    return protocol == "grpc" if protocol else "grpc" in name.split("-")


RULE = Rule(
    id="NET009",
    title="A gRPC port is declared as another protocol",
    severity=Severity.WARNING,
    why="Istio and other meshes read the protocol from the port's name or appProtocol. A gRPC port called "
    "http-… is proxied as HTTP/1.1 and fails with `upstream connect error … protocol error`; one called "
    "tcp-… gets no load balancing, so one pod serves each connection for ever.",
    fix="name the port grpc or grpc-…, or set `appProtocol: grpc`",
    sources=(
        "istio/istio.io:content/en/docs/ops/configuration/traffic-management/protocol-selection/index.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http-grpc, port: 8001}]}
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
spec: {selector: {app: bert}, ports: [{name: grpc-inference, port: 8001}, {name: http, port: 8000}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "registry.example.com/bert:1.4"}]}
""",
)
