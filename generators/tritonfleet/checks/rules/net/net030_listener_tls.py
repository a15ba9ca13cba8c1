"""NET030: a listener for TLS has a certificate, and every listener a place of its own."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_TLS = frozenset({"HTTPS", "TLS"})


def check(world: World) -> Verdicts:
    for gateway in world.index.of_kind("Gateway"):
        if not gateway.group.startswith("gateway.networking"):
            continue
        first: dict[tuple[str, str, str], Any] = {}
        for number, listener in items(gateway.data, "spec", "listeners"):
            path = ("spec", "listeners", number)
            tls = mapping(listener, "tls")
            terminates = tls.get("mode", "Terminate") == "Terminate"
            if (
                str(listener.get("protocol")) in _TLS
                and terminates
                and not (tls.get("certificateRefs") or tls.get("options"))
            ):
                message = f"listener `{listener.get('name')}` ends TLS and has no certificate"
                yield Breach(gateway, (*path, "tls"), message)
            place = (
                str(listener.get("port")),
                str(listener.get("protocol")),
                str(listener.get("hostname") or ""),
            )
            if place in first:
                message = f"listener `{first[place]}` has the same port, protocol and host name"
                yield Breach(gateway, path, message, "give one of them another host name or port")
            first.setdefault(place, listener.get("name"))


RULE = Rule(
    id="NET030",
    title="A listener lacks its certificate or collides with another",
    severity=Severity.ERROR,
    why="The listener is not programmed: its status says ResolvedRefs=False or Conflicted=True, and nothing "
    "answers on the port. Two alike are refused by the API server.",
    fix="name a Secret of type kubernetes.io/tls in `tls.certificateRefs`",
    sources=("kubernetes-sigs/gateway-api:apis/v1/gateway_types.go",),
    check=check,
    fails="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec: {gatewayClassName: envoy, listeners: [{name: https, port: 443, protocol: HTTPS}]}
""",
    passes="""\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: prod}
spec:
  gatewayClassName: envoy
  listeners:
  - {name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: public-tls}]}}
  - {name: grpc, port: 443, protocol: HTTPS, hostname: grpc.example.com, tls: {certificateRefs: [{name: public-tls}]}}
""",
)
