"""Who reaches a server: the Services before it, and how many pods it runs in."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.objects import Resource, Workload, items, value
from tritonfleet.checks.services import selections
from tritonfleet.checks.triton.probes import port_number
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.world import World


def services_of(world: World, server: Server) -> list[Resource]:
    """The Services that select the server's pods."""
    return [] if server.workload is None else world.derived(_services).get(id(server.workload), [])


def _services(world: World) -> dict[int, list[Resource]]:
    found: dict[int, list[Resource]] = defaultdict(list)
    for service, workloads in world.derived(selections):
        for workload in workloads:
            found[id(workload)].append(service)
    return found


def exposing(world: World, server: Server, protocol: str) -> list[Resource]:
    """The Services with a port that leads to the server's ``http``, ``grpc`` or ``metrics``."""
    listens, wanted = server.listens(protocol), server.port(protocol)
    if listens is False or wanted is None:
        return []
    return [service for service in services_of(world, server) if wanted in _targets(server, service)]


def _targets(server: Server, service: Resource) -> set[int | None]:
    ports = (port for _, port in items(service.data, "spec", "ports"))
    return {port_number(server, port.get("targetPort", port.get("port"))) for port in ports}


def most_replicas(world: World, server: Server) -> int:
    """The most pods the server runs in, as far as the manifests tell; a DaemonSet's count as several."""
    from tritonfleet.checks.scaling import scaled_by

    workload: Workload | None = server.workload
    if workload is None:
        return 1
    if workload.resource.kind == "DaemonSet":
        return 2
    scaler = scaled_by(world, workload.resource)
    replicas = value(workload.resource.data, "spec", "replicas")
    own = replicas if isinstance(replicas, int) and not isinstance(replicas, bool) else 1
    return max(own, scaler.maximum or 1) if scaler else own
