"""The probes of a server's container, resolved to what they ask of Triton."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tritonfleet.checks.objects import Path, items, mapping
from tritonfleet.checks.pods import PROBES
from tritonfleet.checks.triton.server import Server
from tritonfleet.checks.world import World

LIVE, READY = "/v2/health/live", "/v2/health/ready"


@dataclass(frozen=True, slots=True)
class Probe:
    """One probe. ``http``: the path it asks for; None when it is no HTTP probe. ``port`` is None if not known.

    budget: seconds from the container's start until the kubelet acts on failures.
    """

    server: Server
    kind: str
    path: Path
    data: Mapping[str, Any]
    http: str | None
    grpc: bool
    port: int | None
    budget: int

    @property
    def port_path(self) -> Path:
        """The field that names the port."""
        return (*self.path, "grpc" if self.grpc else "httpGet", "port")


def probes(world: World) -> list[Probe]:
    """Every probe of every server of a workload; KServe fills in its own, so its objects have none here."""
    return world.derived(_probes)


def probe_of(world: World, server: Server, kind: str) -> Probe | None:
    """One probe of a server (``startupProbe``, ``livenessProbe``, ``readinessProbe``)."""
    return world.derived(_by_server).get((id(server), kind))


def _by_server(world: World) -> dict[tuple[int, str], Probe]:
    return {(id(probe.server), probe.kind): probe for probe in probes(world)}


def _probes(world: World) -> list[Probe]:
    from tritonfleet.checks.triton.discovery import servers

    found = []
    for server in servers(world):
        for kind in PROBES if server.workload is not None else ():
            data = mapping(server.container, kind)
            if data:
                found.append(_probe(server, kind, data))
    return found


def _probe(server: Server, kind: str, data: Mapping[str, Any]) -> Probe:
    http, grpc = mapping(data, "httpGet"), mapping(data, "grpc")
    asked = str(http.get("path") or "/").partition("?")[0] if http else None
    port = port_number(server, (http or grpc).get("port"))
    delay = _seconds(data, "initialDelaySeconds", 0)
    budget = delay + _seconds(data, "periodSeconds", 10) * _seconds(data, "failureThreshold", 3)
    return Probe(server, kind, (*server.path, kind), data, asked, bool(grpc), port, budget)


def _seconds(data: Mapping[str, Any], field: str, default: int) -> int:
    given = data.get(field, default)
    return given if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else default


def port_number(server: Server, port: Any) -> int | None:
    """The number of a container port given by number or name; None where there is no such name."""
    if isinstance(port, int) and not isinstance(port, bool):
        return port
    if isinstance(port, str) and port.isascii() and port.isdigit():
        return int(port)
    for _, declared in items(server.container, "ports"):
        number = declared.get("containerPort")
        if declared.get("name") == port and isinstance(number, int):
            return number
    return None
