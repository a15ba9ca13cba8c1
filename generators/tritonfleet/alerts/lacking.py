"""Which alerts cannot work, because a release does not write what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tritonfleet.alerts.catalogue import groups
from tritonfleet.alerts.types import Scope
from tritonfleet.metrics import Metric, exists, metric
from tritonfleet.metrics.releases import before

_SERIES = re.compile(r"(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<matchers>[^}]*)\})?")
_LABEL = re.compile(r"(\w+)=")
"""A label that a series must have: a negation also finds those without it."""


def blind_alerts(scope: Scope, releases: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the alerts that ask for a metric, or a label of one, that a release does not have.

    ``releases``: exporter, by its name in catalog/metrics → release; of one that is not named, or whose release is
    empty, everything is taken to be there.
    """
    found = (
        alert.name
        for group in groups(scope)
        for alert in group.alerts()
        if any(_lacks(used, labels, releases.get(used.exporter, "")) for used, labels in _asked(alert.expr))
    )
    return tuple(dict.fromkeys(found))


def _asked(expression: str) -> Iterator[tuple[Metric, list[str]]]:
    """The metrics of the catalogue that a rule's expression names, each with the labels that are matched."""
    for series in _SERIES.finditer(expression):
        if known := metric(series["name"]):
            yield known, _LABEL.findall(series["matchers"] or "")


def _lacks(used: Metric, labels: list[str], release: str) -> bool:
    if not release:
        return False
    sinces = (used.label_since.get(label, "") for label in labels)
    return not exists(used, release) or any(since and before(release, since) for since in sinces)
