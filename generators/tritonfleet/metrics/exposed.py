"""What an exporter writes in a release, given what is switched on."""

from __future__ import annotations

from collections.abc import Collection

from tritonfleet.metrics.catalogue import exporters
from tritonfleet.metrics.releases import before, past
from tritonfleet.metrics.types import Metric, Switch


def at(exporter: str, release: str = "", on: Collection[str] | None = None) -> dict[str, Metric]:
    """The metrics that a release of an exporter writes, by name; without a release, those of the newest.

    ``on``: the switches that are on, by name; None: those that are on unless told otherwise. What an exporter
    writes only if its configuration lists it (``default: false``) is not among them. Raises KeyError for an
    exporter that the catalogue does not have.
    """
    return {
        name: metric
        for name, metric in exporters()[exporter].metrics.items()
        if exists(metric, release) and _by_default(metric, release) and _is_on(metric.switch, on)
    }


def exists(metric: Metric, release: str = "") -> bool:
    """Whether a release has the metric at all; without a release, whether the newest has it."""
    if not release:
        return not metric.until
    too_early = bool(metric.since) and before(release, metric.since)
    return not too_early and not (metric.until and past(release, metric.until))


def _by_default(metric: Metric, release: str) -> bool:
    early = bool(release and metric.default_since) and before(release, metric.default_since)
    return metric.default and not early


def _is_on(switch: Switch | None, on: Collection[str] | None) -> bool:
    return switch is None or (switch.default if on is None else switch.name in on)
