"""How often an exporter is scraped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.monitors.model import Endpoint, endpoints
from tritonfleet.checks.monitors.servers import answering, monitored_servers
from tritonfleet.checks.objects import value
from tritonfleet.checks.promql.durations import seconds
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    from tritonfleet.checks.promql import Selector


def scrape_interval(world: World, exporter: str) -> float | None:
    """The shortest interval, in seconds, of the monitors of ``triton`` or ``dcgm-exporter``; None when not known."""
    return world.derived(_intervals).get(exporter)


def triton_interval(world: World, selector: Selector) -> float | None:
    """The shortest interval, in seconds, at which the series of a selector on Triton's metrics are scraped."""
    found = answering(world, selector)
    default = world.derived(_default)
    return _shortest([_interval(each.scrape.endpoint, default) for each in found or monitored_servers(world)])


def _intervals(world: World) -> dict[str, float | None]:
    default = _default(world)
    dcgm = {id(each.workload) for each in world.derived(dcgm_exporters)}
    return {
        "triton": _shortest([_interval(each.scrape.endpoint, default) for each in monitored_servers(world)]),
        "dcgm-exporter": _shortest([_interval(endpoint, default) for endpoint in _scraping(world, dcgm)]),
    }


def _shortest(intervals: list[float | None]) -> float | None:
    """The shortest; None when one of them is not known."""
    known = [each for each in intervals if each]
    return min(known) if known and len(known) == len(intervals) else None


def _scraping(world: World, workloads: set[int]) -> Iterator[Endpoint]:
    for endpoint in endpoints(world):
        if any(id(workload) in workloads for workload in endpoint.workloads):
            yield endpoint


def _interval(endpoint: Endpoint, default: float | None) -> float | None:
    given = endpoint.data.get("interval")
    return default if given is None else seconds(given)


def _default(world: World) -> float | None:
    """The interval of the only Prometheus object, which the operator sets to 30 s where it is not given."""
    found = list(world.index.of_kind("Prometheus"))
    if len(found) != 1:
        return None
    given = value(found[0].data, "spec", "scrapeInterval")
    return 30.0 if given is None else seconds(given)
