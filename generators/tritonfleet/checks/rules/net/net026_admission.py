"""NET026: a gateway takes the routes that ask for it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import admits, attachments
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in world.derived(attachments):
        refusals = [admits(listener, found.gateway, found.route) for _, listener in found.listeners]
        if refusals and all(refusals):
            message = f"{found.gateway} refuses the route: {refusals[0]}"
            yield Breach(found.route, (*found.path, "name"), message, related=(found.gateway,))


RULE = Rule(
    id="NET026",
    title="The gateway refuses a route",
    severity=Severity.ERROR,
    why="A listener takes routes of its own namespace only, unless `allowedRoutes` says otherwise. The route is "
    "created, its status says Accepted=False, NotAllowedByListeners, and its host answers 404.",
    fix="set `allowedRoutes.namespaces.from` to All or to a Selector on the listener",
    sources=("kubernetes-sigs/gateway-api:apis/v1/gateway_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec: {gatewayClassName: envoy, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public, namespace: edge}]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec:
  gatewayClassName: envoy
  listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public, namespace: edge}]}
""",
)
