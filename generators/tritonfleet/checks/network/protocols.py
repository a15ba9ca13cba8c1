"""What a Service's port speaks, as far as the manifests prove it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tritonfleet.checks.objects import Resource, Workload, items
from tritonfleet.checks.services import target_number, target_of, workloads_of
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.triton import Server

PROTOCOLS = ("http", "grpc", "metrics")
"""What Triton serves, each on a port of its own."""


def servers_of(world: World) -> Mapping[Workload, list[Server]]:
    """The Triton servers in each workload's pods."""
    from tritonfleet.checks.triton import servers

    found: dict[Workload, list[Server]] = defaultdict(list)
    for server in servers(world):
        if server.workload is not None:
            found[server.workload].append(server)
    return dict(found)


def protocol_of(world: World, service: Resource, port: Mapping[str, Any]) -> str:
    """``http``, ``grpc`` or ``metrics`` where Triton's command line tells; "" where nothing does."""
    for workload in workloads_of(world, service):
        number = target_number(workload, target_of(port))
        for server in world.derived(servers_of).get(workload, ()):
            for protocol in PROTOCOLS:
                if number is not None and server.listens(protocol) and server.port(protocol) == number:
                    return protocol
    return ""


def is_grpc(world: World, service: Resource, port: Mapping[str, Any]) -> bool:
    """Whether the port speaks gRPC: by Triton's command line, or by what the Service says of it."""
    protocol = protocol_of(world, service, port)
    if protocol:
        return protocol == "grpc"
    said = str(port.get("appProtocol") or port.get("name") or "").lower()
    return said.startswith("grpc") or said.endswith("-grpc")


def named_ports(service: Resource) -> Iterator[tuple[int, Mapping[str, Any], str]]:
    """The ports of a Service: index, entry, and name in lower case."""
    for number, port in items(service.data, "spec", "ports"):
        yield number, port, str(port.get("name") or "").lower()
