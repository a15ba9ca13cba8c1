"""NET032: a NetworkPolicy opens ports that the pods have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.policies import (
    INGRESS,
    policies,
)
from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import selections, target_number, target_of
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in world.derived(policies):
        if INGRESS not in policy.directions:
            continue
        workloads: list[Workload] | None = None
        for number, rule in policy.rules(INGRESS):
            for index, port in items(rule, "ports"):
                if workloads is None:
                    selector = mapping(policy.resource.data, "spec", "podSelector")
                    workloads = world.pods(policy.resource.namespace, selector)
                path = (*policy.path(INGRESS, number), "ports", index, "port")
                yield from _verdict(world, policy.resource, path, port, workloads)


def _verdict(
    world: World, policy: Resource, path: Path, port: Mapping[str, Any], workloads: Sequence[Workload]
) -> Verdicts:
    wanted = port.get("port")
    if wanted is None or port.get("endPort") is not None or not workloads:
        return
    declared = [p for w in workloads for p in w.ports if p.get("containerPort") == target_number(w, wanted)]
    if declared:
        speaks, opened = {str(p.get("protocol", "TCP")) for p in declared}, str(port.get("protocol", "TCP"))
        if opened not in speaks:
            message = (
                f"it opens {wanted} for {opened}, and the pods speak {' and '.join(sorted(speaks))} there"
            )
            yield Breach(policy, (*path[:-1], "protocol"), message, f"use {min(speaks)}")
        return
    there = ", ".join(
        f"{p.get('name', 'unnamed')} ({p.get('containerPort')})" for w in workloads for p in w.ports
    )
    if isinstance(wanted, str):
        yield Breach(
            policy, path, f"no pod that it selects has a port `{wanted}`", f"their ports: {there or 'none'}"
        )
        return
    if not isinstance(wanted, int):
        return
    service = next((s for w in workloads for s in world.derived(_fronts).get(w, {}).get(wanted, ())), None)
    if service is not None:
        message = f"{wanted} is the port of {service}, and policies see the port of the pod behind it"
        yield Breach(policy, path, message, f"their ports: {there or 'none'}", related=(service,))
    elif not any(_may_listen(world, w, wanted) for w in workloads):
        yield Breach(
            policy, path, f"no pod that it selects listens on {wanted}", f"their ports: {there or 'none'}"
        )


def _may_listen(world: World, workload: Workload, port: int) -> bool:
    """Whether something in the pods may listen on a port: unless all of it is a Triton whose ports are known."""
    found = world.derived(_servers).get(id(workload))
    if found is None or len(workload.containers) > 1 or not (found.complete and found.stock):
        return True
    return (
        any(flag.shell for flag in found.arguments.flags)
        or port in (8000, 8001, 8002)
        or port in [p.get("containerPort") for p in workload.ports]
    )


def _servers(world: World) -> dict[int, Server]:
    return {id(server.workload): server for server in servers(world)}


def _fronts(world: World) -> dict[Workload, dict[Any, list[Resource]]]:
    """Workload → Service port that is another port on the pod → the Services that have it."""
    found: dict[Workload, dict[Any, list[Resource]]] = defaultdict(lambda: defaultdict(list))
    for service, workloads in world.derived(selections):
        for _, port in items(service.data, "spec", "ports"):
            number = port.get("port")
            for workload in workloads:
                if isinstance(number, int) and target_number(workload, target_of(port)) != number:
                    found[workload][number].append(service)
    return found


RULE = Rule(
    id="NET032",
    title="A NetworkPolicy opens a port that the pods do not have",
    severity=Severity.ERROR,
    why="The rule lets nothing in, and requests time out instead of being refused. Policies apply after the "
    "Service's address is replaced by the pod's, so its port 80 is 8000 to them.",
    fix="name the container's port, by number or by name",
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {matchLabels: {app: bert}}, policyTypes: [Ingress], ingress: [{ports: [{port: 80}]}]}
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
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: bert, namespace: prod}
spec: {podSelector: {matchLabels: {app: bert}}, policyTypes: [Ingress], ingress: [{ports: [{port: http}]}]}
""",
)
