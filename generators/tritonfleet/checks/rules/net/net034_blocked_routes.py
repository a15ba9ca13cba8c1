"""NET034: policies let the gateway reach the pods that routes lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.gateways import backends
from tritonfleet.checks.network.ingresses import entries
from tritonfleet.checks.network.policies import (
    INGRESS,
    Policy,
    covers,
    guards,
    only_from_here,
    policies,
)
from tritonfleet.checks.objects import Resource, Workload, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import target_number, target_of, workloads_of
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    if not world.derived(policies):
        return
    done: set[tuple[int, int]] = set()
    for owner, service, port in _routed(world):
        for workload in workloads_of(world, service):
            number = target_number(workload, target_of(port))
            found = world.derived(guards).get(workload)
            if number is None or found is None or not found.ingress or (id(workload), number) in done:
                continue
            done.add((id(workload), number))
            opening = [rule for policy in found.ingress for rule in _opening(policy, workload, number)]
            if all(map(only_from_here, opening)):
                policy = found.ingress[0].resource
                who = "anybody in" if not opening else "anybody but pods of the namespace itself in"
                message = f"{owner} leads to port {number} of {workload.resource}, and no policy lets {who}"
                severity = Severity.WARNING if opening else None
                related = (owner, workload.resource)
                yield Breach(policy, ("spec", "ingress"), message, severity=severity, related=related)


def _routed(world: World) -> Iterator[tuple[Resource, Resource, Mapping[str, Any]]]:
    """Every route of HTTP from outside with the Service and its port, where these are among the manifests."""
    for entry in world.derived(entries):
        if entry.service is not None and entry.port is not None:
            yield entry.ingress, entry.service, entry.port
    for route in world.index.of_kind("HTTPRoute", "GRPCRoute"):
        for _, reference in backends(route):
            namespace = str(reference.get("namespace") or route.namespace)
            service = world.index.get("Service", namespace, str(reference.get("name")))
            for _, port in items(service.data, "spec", "ports") if service else ():
                if service is not None and port.get("port") == reference.get("port"):
                    yield route, service, port


def _opening(policy: Policy, workload: Workload, number: int) -> list[Mapping[str, Any]]:
    """The rules of a policy that let somebody reach the port."""
    names = frozenset(str(port.get("name")) for port in workload.ports if port.get("containerPort") == number)
    return [rule for _, rule in policy.rules(INGRESS) if covers(rule, number, names, frozenset({"TCP"}))]


RULE = Rule(
    id="NET034",
    title="A NetworkPolicy keeps the gateway out",
    severity=Severity.ERROR,
    why="The route is accepted and the pods are ready, and every request ends in 504 or `upstream connect "
    "timeout`: the pods are guarded by a policy, and no rule opens the port to the namespace in which the "
    "gateway's pods run.",
    fix="open the port to the namespace of the ingress controller or gateway",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/network-policies.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [{name: bert, port: 80}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Ingress]
  ingress: [{from: [{podSelector: {}}], ports: [{port: metrics}]}]
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {containers: [{name: triton, image: "tritonserver:26.07", ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bert, namespace: prod}
spec: {rules: [{backendRefs: [{name: bert, port: 80}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec:
  podSelector: {matchLabels: {app: bert}}
  policyTypes: [Ingress]
  ingress:
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]
    ports: [{port: http}]
""",
)
