"""NET004: a Gateway API route leads to Services and ports that exist."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.services import backend
from tritonfleet.checks.world import World

KINDS = ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute")


def check(world: World) -> Verdicts:
    for route in world.index.of_kind(*KINDS):
        for path in _backends(route):
            reference = mapping(route.data, *path)
            if reference.get("kind", "Service") != "Service" or reference.get("group"):
                continue
            yield from backend(
                world,
                route,
                (*path, "name"),
                reference.get("name"),
                namespace=str(reference.get("namespace") or route.namespace),
                port=reference.get("port"),
                port_path=(*path, "port"),
            )


def _backends(route: Resource) -> Iterator[Path]:
    for number, rule in items(route.data, "spec", "rules"):
        for index, _ in items(rule, "backendRefs"):
            yield ("spec", "rules", number, "backendRefs", index)


RULE = Rule(
    id="NET004",
    title="A route leads nowhere",
    severity=Severity.ERROR,
    why="The gateway answers 500 for every request of the rule; the route's status says BackendNotFound.",
    fix="name a Service and one of its port numbers",
    sources=("kubernetes-sigs/gateway-api:apis/v1/shared_types.go",),
    check=check,
    needs=(needs.existing("Service"),),
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: resnet, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [{name: bert, port: 8000}]}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [{name: bert, port: 8000}]}]}
""",
)
