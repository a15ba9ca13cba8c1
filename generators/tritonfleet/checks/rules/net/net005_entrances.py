"""NET005: the ingress class or gateway that a route enters by exists."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.lookup import misspelt
from tritonfleet.checks.objects import items, value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.rules.net.net004_route_backends import KINDS
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        name = value(ingress.data, "spec", "ingressClassName")
        path = ("spec", "ingressClassName")
        yield from world.reference(ingress, path, "IngressClass", name, namespace="")
    for route in world.index.of_kind(*KINDS):
        for number, parent in items(route.data, "spec", "parentRefs"):
            if parent.get("kind", "Gateway") == "Gateway":
                where = str(parent.get("namespace") or route.namespace)
                at = ("spec", "parentRefs", number, "name")
                yield from world.reference(route, at, "Gateway", parent.get("name"), namespace=where)
    for gateway in world.index.of_kind("Gateway"):
        name = value(gateway.data, "spec", "gatewayClassName")
        # Those who install the gateway's controller bring the class: only a slip of one that is here proves anything.
        if any(misspelt(str(name), known.name) for known in world.index.of_kind("GatewayClass")):
            yield from world.reference(
                gateway, ("spec", "gatewayClassName"), "GatewayClass", name, namespace=""
            )


RULE = Rule(
    id="NET005",
    title="The IngressClass or Gateway does not exist",
    severity=Severity.ERROR,
    why="No controller picks the route up, and nothing reports it: the host name simply does not answer.",
    fix="name a class or gateway that exists, or list it among the external ones",
    sources=("kubernetes-sigs/gateway-api:apis/v1/shared_types.go",),
    check=check,
    needs=(needs.existing("IngressClass"), needs.existing("Gateway")),
    facts=Facts(external={"IngressClass": {"nginx"}, "Gateway": {"edge/public"}}),
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public}]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public, namespace: edge}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec: {ingressClassName: nginx}
""",
)
