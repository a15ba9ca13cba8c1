"""The way in: Ingresses, routes, gateways, network policies."""

from __future__ import annotations

from mutation.bases import Object
from mutation.changes import appended, dropped, having, lacking, misspelt, plus, to
from mutation.mistakes import At, deletion, mistake

ROUTES = ("HTTPRoute", "GRPCRoute")
POLICY = ("NetworkPolicy",)


def _of_triton(obj: Object) -> bool:
    return obj["metadata"]["name"] not in ("default-deny", "embed")


INGRESS = (
    mistake(
        "misspell an Ingress' Service",
        At(("Ingress",), "spec rules * http paths * backend service name"),
        misspelt,
    ),
    mistake(
        "misspell an Ingress' port",
        At(("Ingress",), "spec rules * http paths * backend service port name"),
        misspelt,
    ),
    mistake(
        "lead an Ingress to the metrics",
        At(("Ingress",), "spec rules * http paths * backend service port"),
        to({"number": 8002}),
    ),
    mistake("misspell an IngressClass", At(("Ingress",), "spec ingressClassName"), misspelt),
    mistake(
        "misspell a host's certificate",
        At(("Ingress",), "spec tls * hosts"),
        lambda hosts, random: [misspelt(h, random) for h in hosts],
    ),
    mistake("drop an Ingress' TLS", At(("Ingress",), "spec tls"), dropped),
    mistake("forget a path's type", At(("Ingress",), "spec rules * http paths * pathType"), dropped),
    mistake(
        "write a pattern where a prefix is meant",
        At(("Ingress",), "spec rules * http paths * path"),
        to("/v2/(.*)"),
    ),
    deletion("delete a Service that an Ingress leads to", ("Service",), ("Ingress", *ROUTES)),
    deletion("delete an IngressClass", ("IngressClass",), ("Ingress",)),
)

GATEWAY = (
    mistake("misspell a route's Service", At(ROUTES, "spec rules * backendRefs * name"), misspelt),
    mistake(
        "lead a route to a port that the Service has not",
        At(ROUTES, "spec rules * backendRefs * port"),
        plus(80),
    ),
    mistake("misspell a route's gateway", At(ROUTES, "spec parentRefs * name"), misspelt),
    mistake(
        "look for the gateway in the route's namespace", At(ROUTES, "spec parentRefs * namespace"), dropped
    ),
    mistake("misspell a listener", At(ROUTES, "spec parentRefs * sectionName", bases=("written",)), misspelt),
    mistake(
        "give a route a host of another domain",
        At(ROUTES, "spec hostnames", bases=("written",)),
        to(["nlp.example.org"]),
    ),
    mistake("send all requests nowhere", At(ROUTES, "spec rules * backendRefs *"), having(weight=0)),
    mistake(
        "time a backend out after the request",
        At(("HTTPRoute",), "spec rules * timeouts backendRequest"),
        to("120s"),
    ),
    mistake("misspell a path's type", At(("HTTPRoute",), "spec rules * matches * path type"), to("Prefix")),
    mistake("lead gRPC to the port of HTTP", At(("GRPCRoute",), "spec rules * backendRefs * port"), to(8000)),
    mistake("drop a listener's certificate", At(("Gateway",), "spec listeners * tls"), dropped),
    mistake(
        "let only the gateway's own namespace in",
        At(("Gateway",), "spec listeners * allowedRoutes namespaces from"),
        to("Same"),
        ROUTES,
    ),
    mistake(
        "change a listener's domain",
        At(("Gateway",), "spec listeners * hostname"),
        to("*.example.org"),
        ROUTES,
    ),
    mistake("rename a listener", At(("Gateway",), "spec listeners * name"), misspelt, ROUTES),
    mistake("misspell a GatewayClass", At(("Gateway",), "spec gatewayClassName"), misspelt),
    mistake(
        "repeat a listener",
        At(("Gateway",), "spec listeners"),
        lambda listeners, random: [*listeners, {**listeners[0], "name": "tls"}],
    ),
    deletion("delete a gateway", ("Gateway",), ROUTES),
)

POLICIES = (
    mistake(
        "open a port that the pods have not",
        At(POLICY, "spec ingress * ports * port", _of_triton),
        plus(1000),
    ),
    mistake(
        "close the port of the metrics",
        At(POLICY, "spec ingress", bases=("written",)),
        lambda rules, random: [
            rule for rule in rules if [p.get("port") for p in rule.get("ports", [])] != [8002]
        ],
        ("ServiceMonitor", "PodMonitor"),
    ),
    mistake(
        "misspell the namespace that may call",
        At(POLICY, "spec ingress * from * namespaceSelector matchLabels *"),
        misspelt,
    ),
    mistake(
        "call the namespace's label by its old name",
        At(POLICY, "spec ingress * from * namespaceSelector", bases=("written",)),
        to({"matchLabels": {"name": "monitoring"}}),
    ),
    mistake(
        "write and for or",
        At(POLICY, "spec policyTypes", lambda obj: "ingress" in obj["spec"]),
        to(["Egress"]),
    ),
    mistake("open everything by an empty list", At(POLICY, "spec ingress * from"), to([])),
    mistake(
        "break an address block",
        At(POLICY, "spec ingress * from"),
        appended({"ipBlock": {"cidr": "10.0.0.0/33"}}),
    ),
    mistake("let gRPC through as UDP", At(POLICY, "spec ingress * ports * protocol", _of_triton), to("UDP")),
    mistake(
        "expose metrics outside",
        At(("Service",), "spec"),
        lambda spec, random: (
            {**spec, "type": "LoadBalancer"}
            if any(p["port"] == 8002 for p in spec["ports"]) and spec.get("clusterIP") != "None"
            else spec
        ),
    ),
    mistake(
        "send requests to pods that are not ready",
        At(("Service",), "spec", lambda obj: obj["spec"].get("clusterIP") != "None"),
        having(publishNotReadyAddresses=True),
    ),
    mistake("fix a Service's address", At(("Service",), "spec"), having(clusterIP="10.96.12.7")),
    mistake("point a Service at UDP", At(("Service",), "spec ports * "), having(protocol="UDP")),
    mistake("declare gRPC as HTTP", At(("Service",), "spec ports name=grpc appProtocol"), to("http")),
    mistake(
        "publish a headless Service", At(("Service",), "spec"), having(clusterIP="None", type="LoadBalancer")
    ),
    mistake("take a node port out of range", At(("Service",), "spec ports *"), having(nodePort=8000)),
    mistake(
        "drop a Service's selector",
        At(("Service",), "spec", lambda obj: obj["metadata"]["name"] != "embed"),
        lacking("selector"),
    ),
)

OPERATORS = (*INGRESS, *GATEWAY, *POLICIES)
