"""Which monitors scrape Triton, and what they do to its series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.checks.monitors.jobs import job_of
from tritonfleet.checks.monitors.model import Endpoint, Scrape, scrapes
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.promql import Selector

_PLACES = ("namespace", "service", "job")
"""Labels that tell which scrape a series is from."""
_ANY = ""
"""Of a scrape that may be called anything."""


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
    return world.derived(_monitored_servers)


def _monitored_servers(world: World) -> list[ServerScrape]:
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
    """The scrapes of Triton whose series a selector may find, by the namespace, Service and job that it names."""
    wanted = [(m.label, m.literal) for m in selector.matchers if m.label in _PLACES and m.literal]
    if not wanted:
        return monitored_servers(world)
    places = world.derived(_by_place)
    first, *others = (places.get(pair) or places.get((pair[0], _ANY), {}) for pair in wanted)
    return [found for number, found in first.items() if all(number in other for other in others)]


def _by_place(world: World) -> Mapping[tuple[str, str], Mapping[int, ServerScrape]]:
    """The scrapes of Triton by what a matcher may name: their namespace, their Service, their job.

    A PodMonitor's targets have no Service, and so no such label. Those of which it is not known may be anywhere.
    """
    found: dict[tuple[str, str], dict[int, ServerScrape]] = defaultdict(dict)
    for number, each in enumerate(monitored_servers(world)):
        service = each.scrape.service
        found["namespace", each.server.resource.namespace or _ANY][number] = each
        found["job", job_of(each.scrape) or _ANY][number] = each
        if service is not None:
            found["service", service.name][number] = each
    for label, name in list(found):
        if name != _ANY:
            found[label, name].update(found.get((label, _ANY), {}))
    return found


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
