"""What a Service leads to: its pods and its ports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping
from tritonfleet.checks.rule import Breach, Undecided, Verdicts
from tritonfleet.checks.world import World

_BY_ANNOTATION = "use-annotation"
"""The port name by which the AWS load balancer controller is told to read an action from an annotation."""


def selections(world: World) -> list[tuple[Resource, list[Workload]]]:
    """Every Service with the workloads whose pods it selects; none when it has no selector."""
    return [(service, _pods(world, service)) for service in world.index.of_kind("Service")]


def _pods(world: World, service: Resource) -> list[Workload]:
    selector = mapping(service.data, "spec", "selector")
    return world.pods(service.namespace, {"matchLabels": selector}) if selector else []


def workloads_of(world: World, service: Resource) -> list[Workload]:
    """The workloads whose pods the Service selects."""
    return world.derived(_by_service).get(id(service), [])


def _by_service(world: World) -> dict[int, list[Workload]]:
    return {id(service): found for service, found in world.derived(selections)}


def target_of(port: Mapping[str, Any]) -> Any:
    """What a Service's port leads to: a number or a name of the pods; its own number unless it says."""
    target = port.get("targetPort")
    return port.get("port") if target is None else target


def target_number(workload: Workload, target: Any) -> int | None:
    """The number of a target port of the pods; None for a name that no container declares."""
    if isinstance(target, int) and not isinstance(target, bool):
        return target
    for port in workload.ports:
        number = port.get("containerPort")
        if port.get("name") == target and isinstance(number, int):
            return number
    return None


def may_lie_outside(world: World, namespace: str) -> bool:
    """Whether pods that are not among the manifests may be in the namespace.

    They are where an operator makes pods of an object of its own, and where there is nothing that makes pods.
    """
    if world.facts.knows("Pod"):
        return False
    making, plain = world.derived(_pod_makers)
    return namespace in making or namespace not in plain


def _pod_makers(world: World) -> tuple[frozenset[str], frozenset[str]]:
    """The namespaces with objects of which an operator may make pods, and those with pods of their own."""
    from tritonfleet.checks.kube.catalogue import catalogue

    known = catalogue()
    making = {rollout.namespace for rollout in world.index.of_kind("Rollout") if _experiments(rollout)}
    making |= {
        resource.namespace
        for resource in world.index.resources
        if "." in resource.group
        and not resource.group.endswith(".k8s.io")
        and resource.group not in known.groups_without_pods
        and resource.kind not in known.kinds_without_pods
    }
    return frozenset(making), frozenset(workload.resource.namespace for workload in world.index.workloads)


def _experiments(rollout: Resource) -> bool:
    """Whether a step of a Rollout starts pods with labels of their own."""
    return any("experiment" in step for _, step in items(rollout.data, "spec", "strategy", "canary", "steps"))


def is_backed(service: Resource) -> bool:
    """Whether the Service finds its pods by a selector (an ExternalName or a manual one does not)."""
    spec = mapping(service.data, "spec")
    return bool(spec.get("selector")) and spec.get("type") != "ExternalName"


def port_names(service: Resource) -> list[str]:
    """The names of the Service's ports."""
    return [str(port["name"]) for _, port in items(service.data, "spec", "ports") if "name" in port]


def port_numbers(service: Resource) -> list[Any]:
    """The numbers of the Service's ports."""
    return [port.get("port") for _, port in items(service.data, "spec", "ports")]


def backend(
    world: World, resource: Resource, path: Path, name: Any, *, namespace: str, port: Any, port_path: Path
) -> Verdicts:
    """The verdict on a route's backend: the Service exists and has the port, given by name or number."""
    service = world.index.get("Service", namespace, str(name))
    if service is None:
        yield from named_service(world, resource, path, name, namespace=namespace)
    elif isinstance(port, str) and port not in (*port_names(service), _BY_ANNOTATION):
        yield _no_port(resource, port_path, service, port, port_names(service))
    elif isinstance(port, int) and port not in port_numbers(service):
        yield _no_port(resource, port_path, service, port, port_numbers(service))


def named_service(world: World, resource: Resource, path: Path, name: Any, *, namespace: str) -> Verdicts:
    """The verdict on the name of a Service: undecided where no Service of the namespace is among the manifests."""
    ours = world.derived(_service_namespaces)
    if name and namespace not in ours and not world.facts.knows("Service"):
        yield Undecided(needs.existing("Service"))
    else:
        yield from world.reference(resource, path, "Service", name, namespace=namespace)


def _service_namespaces(world: World) -> frozenset[str]:
    return frozenset(service.namespace for service in world.index.of_kind("Service"))


def _no_port(resource: Resource, path: Path, service: Resource, port: Any, known: list[Any]) -> Breach:
    there = ", ".join(map(str, known)) or "none"
    return Breach(resource, path, f"{service} has no port {port}", f"its ports: {there}")


def resolves(workload: Workload, target: Any) -> bool:
    """Whether a target port, by name or number, is one that the pod's containers declare."""
    field = "name" if isinstance(target, str) else "containerPort"
    return any(port.get(field) == target for port in workload.ports)


def declared(workload: Workload) -> Iterator[str]:
    """The pod's ports as a person would list them: ``http (8000)``."""
    for port in workload.ports:
        yield f"{port.get('name', 'unnamed')} ({port.get('containerPort')})"
