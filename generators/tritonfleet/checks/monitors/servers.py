"""Which monitors scrape Triton, and what they do to its series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.checks.monitors.model import Endpoint, Scrape, scrapes
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.promql import Selector


@dataclass(frozen=True, slots=True)
class ServerScrape:
    """A scrape of a pod in which Triton runs. ``metrics``: whether it is Triton's metrics port; None if unknown."""

    scrape: Scrape
    server: Server
    metrics: bool | None


def server_scrapes(world: World) -> list[ServerScrape]:
    """Every scrape of a pod that runs one Triton, on whatever port."""
    return world.derived(_server_scrapes)


def monitored_servers(world: World) -> list[ServerScrape]:
    """The scrapes of Triton's metrics ports."""
    return [found for found in server_scrapes(world) if found.metrics]


def relabelled(world: World, selector: Selector) -> list[Endpoint]:
    """The endpoints that give a selector its series, if each of them changes series; else none: all get through."""
    if not world.derived(_any_relabelled):
        return []
    found = {id(each.scrape.endpoint): each.scrape.endpoint for each in answering(world, selector)}
    return list(found.values()) if all(each.data.get("metricRelabelings") for each in found.values()) else []


def _any_relabelled(world: World) -> bool:
    return any(each.scrape.endpoint.data.get("metricRelabelings") for each in monitored_servers(world))


def answering(world: World, selector: Selector) -> list[ServerScrape]:
    """The scrapes of Triton whose series a selector may find, by the namespace and Service that it names."""
    wanted = [
        (m.label, m.literal) for m in selector.matchers if m.label in ("namespace", "service") and m.literal
    ]
    return [found for found in monitored_servers(world) if all(_fits(found, *pair) for pair in wanted)]


def _fits(found: ServerScrape, label: str, wanted: str) -> bool:
    if label == "namespace":
        return found.server.resource.namespace in ("", wanted)
    # A PodMonitor's targets have no Service, and so no such label.
    return found.scrape.service is not None and found.scrape.service.name == wanted


def _server_scrapes(world: World) -> list[ServerScrape]:
    all_scrapes = scrapes(world)
    if not all_scrapes:
        return []
    by_workload = {id(server.workload): server for server in servers(world) if server.workload is not None}
    found = []
    for scrape in all_scrapes:
        server = by_workload.get(id(scrape.workload))
        if server is not None and scrape.number is not None:
            port = server.port("metrics")
            found.append(ServerScrape(scrape, server, None if port is None else port == scrape.number))
    return found
