"""NET027: a route may lead to Services of another namespace."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import backends
from tritonfleet.checks.objects import Resource, items
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for route in world.index.of_kind("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"):
        for path, reference in backends(route):
            namespace = str(reference.get("namespace") or route.namespace)
            if namespace == route.namespace or reference.get("kind", "Service") != "Service":
                continue
            name = str(reference.get("name"))
            if any(_allows(grant, route, name) for grant in world.derived(_grants).get(namespace, ())):
                continue
            if world.index.get("Service", namespace, name) is None and not world.facts.knows(
                "ReferenceGrant"
            ):
                yield Undecided(needs.existing("ReferenceGrant"))
            else:
                message = (
                    f"no ReferenceGrant in namespace {namespace} lets a {route.kind} of {route.namespace} in"
                )
                yield Breach(route, (*path, "namespace"), message)


def _grants(world: World) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for grant in world.index.of_kind("ReferenceGrant"):
        found[grant.namespace].append(grant)
    return found


def _allows(grant: Resource, route: Resource, name: str) -> bool:
    comes = any(
        source.get("kind") == route.kind and source.get("namespace") == route.namespace
        for _, source in items(grant.data, "spec", "from")
    )
    goes = any(
        target.get("kind") == "Service" and target.get("name") in (None, "", name)
        for _, target in items(grant.data, "spec", "to")
    )
    return comes and goes


RULE = Rule(
    id="NET027",
    title="A route may not lead into the other namespace",
    severity=Severity.ERROR,
    why="The gateway answers 500 for the rule; the route's status says ResolvedRefs=False, RefNotPermitted.",
    fix="add a ReferenceGrant to the Service's namespace, from this kind and namespace to Service",
    sources=("kubernetes-sigs/gateway-api:apis/v1beta1/referencegrant_types.go",),
    check=check,
    needs=(needs.existing("ReferenceGrant"),),
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: edge}
spec: {rules: [{backendRefs: [{name: bert, namespace: prod, port: 8000}]}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 8000}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: edge}
spec: {rules: [{backendRefs: [{name: bert, namespace: prod, port: 8000}]}]}
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: from-edge, namespace: prod}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
  to: [{group: "", kind: Service}]
""",
)
