"""NET025: a route and its listener share a host name."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.kube.wording import listed
from tritonfleet.checks.network.gateways import attachments, hostnames, hostnames_meet
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in world.derived(attachments):
        wanted = hostnames(found.route)
        offered = [str(listener.get("hostname") or "") for _, listener in found.listeners]
        if not wanted or not offered:
            continue
        if not any(hostnames_meet(one, other) for one in offered for other in wanted):
            message = f"{listed(wanted)} matches no host of {found.gateway}, which has {listed(offered)}"
            yield Breach(found.route, ("spec", "hostnames"), message, related=(found.gateway,))


RULE = Rule(
    id="NET025",
    title="A route's host is none of the listener's",
    severity=Severity.ERROR,
    why="The gateway does not serve the route: its status says Accepted=False, NoMatchingListenerHostname. A "
    "listener for *.example.com takes models.example.com but not example.com.",
    fix="use a host that the listener's `hostname` covers, or widen that",
    sources=("kubernetes-sigs/gateway-api:apis/v1/httproute_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec:
  gatewayClassName: envoy
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.models.example.com"}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public}], hostnames: [bert.example.com]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec:
  gatewayClassName: envoy
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.models.example.com"}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {parentRefs: [{name: public}], hostnames: [bert.models.example.com]}
""",
)
