"""What ``tritonfleet metrics`` prints with ``--format json``."""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.metrics import Metric
from tritonfleet.metrics.comparison import Comparison


def details(metric: Metric) -> dict[str, Any]:
    """One metric; what does not apply is null or empty."""
    switch = metric.switch
    return {
        "name": metric.name,
        "exporter": metric.exporter,
        "type": metric.kind.value,
        "unit": metric.unit or None,
        "about": metric.about or None,
        "excludes": list(metric.excludes),
        "labels": list(metric.labels),
        "optionalLabels": list(metric.optional),
        "labelSince": dict(metric.label_since),
        "since": metric.since or None,
        "until": metric.until or None,
        "instead": metric.instead or None,
        "switch": {"name": switch.name, "default": switch.default, "on": switch.on} if switch else None,
        "of": metric.scope.value if metric.scope else None,
        "default": metric.default,
        "defaultSince": metric.default_since or None,
        "absentIf": metric.absent_if or None,
        "mig": metric.mig,
        "series": list(metric.series()),
        "queries": mentioned_by(metric),
        "source": metric.source,
    }


def mentioned_by(metric: Metric) -> list[str]:
    """The names of our queries that read the metric."""
    from tritonfleet.queries import queries

    names = re.compile("|".join(rf"\b{re.escape(series)}\b" for series in metric.series()))
    return [name for name, query in queries().items() if names.search(query.expression())]


def comparison(found: Comparison) -> dict[str, Any]:
    """What ``metrics compare`` found."""
    return {
        "exporter": found.exporter,
        "release": found.release or None,
        "matching": list(found.matching),
        "differences": [
            {"metric": each.metric, "mismatch": each.mismatch.value, "message": each.message}
            for each in found.differences
        ],
        "absent": dict(found.absent),
    }
