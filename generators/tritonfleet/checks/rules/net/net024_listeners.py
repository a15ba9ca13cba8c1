"""NET024: a route names listeners that its gateway has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import attachments
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in world.derived(attachments):
        if found.listeners:
            continue
        field = "sectionName" if "sectionName" in found.parent else "port"
        there = [str(listener.get("name")) for _, listener in items(found.gateway.data, "spec", "listeners")]
        message = f"{found.gateway} has no listener `{found.parent.get(field)}`"
        path = (*found.path, field)
        yield Breach(
            found.route, path, message, _hint(str(found.parent.get(field)), there), related=(found.gateway,)
        )


def _hint(name: str, there: list[str]) -> str:
    from tritonfleet.suggest import suggest

    return suggest(name, there)


RULE = Rule(
    id="NET024",
    title="The listener that a route names does not exist",
    severity=Severity.ERROR,
    why="The gateway does not serve the route: its status says Accepted=False, NoMatchingParent, and requests "
    "to its host get 404.",
    fix="name a listener of the Gateway in `sectionName`, or leave it out",
    sources=("kubernetes-sigs/gateway-api:apis/v1/shared_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec: {gatewayClassName: envoy, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public, sectionName: https}]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec: {gatewayClassName: envoy, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public, sectionName: http}]}
""",
)
