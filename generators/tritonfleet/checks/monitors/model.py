"""Monitors, the Services and pods they select, and the ports they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping, value
from tritonfleet.checks.world import World

_LISTS = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint of a monitor, and what its selector finds. ``services`` is empty for a PodMonitor."""

    monitor: Resource
    path: Path
    data: Mapping[str, Any]
    services: tuple[Resource, ...]
    workloads: tuple[Workload, ...]

    @property
    def url_path(self) -> str:
        """The path that is scraped."""
        return str(self.data.get("path") or "/metrics")


@dataclass(frozen=True, slots=True)
class Scrape:
    """A port of a workload's pods that an endpoint scrapes. ``number`` is None when the pod does not declare it."""

    endpoint: Endpoint
    service: Resource | None
    workload: Workload
    number: int | None
    container: Mapping[str, Any]


def watched(world: World, monitor: Resource) -> Iterable[str]:
    """The namespaces in which a ServiceMonitor or PodMonitor looks: its own, those it names, or all."""
    scope = mapping(monitor.data, "spec", "namespaceSelector")
    if scope.get("any") is True:
        return world.index.namespaces
    names = value(scope, "matchNames")
    return [str(name) for name in names] if isinstance(names, list) and names else [monitor.namespace]


def endpoints(world: World) -> list[Endpoint]:
    """Every endpoint of every monitor."""
    return world.derived(_endpoints)


def scrapes(world: World) -> list[Scrape]:
    """Every port of a workload that a monitor leads to."""
    return world.derived(_scrapes)


def _endpoints(world: World) -> list[Endpoint]:
    found = []
    for kind, field in _LISTS.items():
        for monitor in world.index.of_kind(kind):
            services, workloads = _selected(world, monitor)
            for number, endpoint in items(monitor.data, "spec", field):
                found.append(Endpoint(monitor, ("spec", field, number), endpoint, services, workloads))
    return found


def _selected(world: World, monitor: Resource) -> tuple[tuple[Resource, ...], tuple[Workload, ...]]:
    selector = mapping(monitor.data, "spec", "selector")
    namespaces = watched(world, monitor)
    if monitor.kind == "PodMonitor":
        return (), tuple(pods for namespace in namespaces for pods in world.pods(namespace, selector))
    index = world.index.services
    services = tuple(service for namespace in namespaces for service in index.select(namespace, selector))
    return services, tuple(pods for service in services for pods in backends(world, service))


def backends(world: World, service: Resource) -> list[Workload]:
    """The workloads whose pods a Service selects."""
    selector = mapping(service.data, "spec", "selector")
    return world.pods(service.namespace, {"matchLabels": selector}) if selector else []


def _scrapes(world: World) -> list[Scrape]:
    return [scrape for endpoint in endpoints(world) for scrape in _of(world, endpoint)]


def _of(world: World, endpoint: Endpoint) -> Iterator[Scrape]:
    if endpoint.monitor.kind == "PodMonitor":
        port = endpoint.data.get("port", endpoint.data.get("portNumber", endpoint.data.get("targetPort")))
        for workload in endpoint.workloads:
            yield from _ports(endpoint, None, workload, port)
        return
    for service in endpoint.services:
        target = _target(service, endpoint)
        if target is not None:
            for workload in backends(world, service):
                yield from _ports(endpoint, service, workload, target)


def _target(service: Resource, endpoint: Endpoint) -> Any:
    """The port of the pods, by name or number, that the endpoint reaches through the Service."""
    name = endpoint.data.get("port")
    if name is None:
        return endpoint.data.get("targetPort")
    for _, port in items(service.data, "spec", "ports"):
        if port.get("name") == name:
            return port.get("targetPort", port.get("port"))
    return None


def _ports(endpoint: Endpoint, service: Resource | None, workload: Workload, target: Any) -> Iterator[Scrape]:
    field = "name" if isinstance(target, str) else "containerPort"
    for _, container in workload.containers:
        for _, port in items(container, "ports"):
            number = port.get("containerPort")
            if port.get(field) == target and isinstance(number, int):
                yield Scrape(endpoint, service, workload, number, container)
                return
    if isinstance(target, int) and not isinstance(target, bool):
        yield Scrape(endpoint, service, workload, target, {})
