"""A file of catalog/metrics: an exporter, its switches and the groups of its metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.metrics.types import Exporter, Kind, Metric, Scope, Switch

_INHERITED = (
    "labels", "label_since", "switch", "since", "until", "of", "type", "unit", "source", "default",
    "default_since", "mig", "absent_if",
)  # fmt: skip
"""What a metric takes from its group unless it says otherwise. Of ``excludes`` it has its own and its group's."""


def exporter_of(data: Mapping[str, Any]) -> Exporter:
    """The exporter that a file describes."""
    switches = {name: Switch(name, **entry) for name, entry in data.get("switches", {}).items()}
    metrics = {one.name: one for one in _metrics(data, switches)}
    renamed = data.get("renamed_labels", {})
    return Exporter(
        name=data["exporter"],
        metrics=metrics,
        series={name: one for one in metrics.values() for name in (one.name, *one.series())},
        source=data["source"],
        about=data.get("about", ""),
        complete=tuple(data.get("complete", ())),
        tags=data.get("tags", ""),
        labels_open=data.get("labels_open", False),
        mistaken_labels=data.get("mistaken_labels", {}),
        renamed_labels={old: (new["to"], new["after"]) for old, new in renamed.items()},
        added_labels=data.get("added_labels", {}),
    )


def _metrics(data: Mapping[str, Any], switches: Mapping[str, Switch]) -> Iterator[Metric]:
    for group in data["groups"]:
        shared = {key: group[key] for key in _INHERITED if key in group}
        for name, own in group["metrics"].items():
            excludes = (*_lines(own.get("excludes")), *_lines(group.get("excludes")))
            entry = {"source": data["source"], **shared, **own, "excludes": excludes}
            yield _metric(name, data["exporter"], entry, switches)


def _lines(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _metric(name: str, of: str, entry: Mapping[str, Any], switches: Mapping[str, Switch]) -> Metric:
    labels = entry.get("labels", ())
    return Metric(
        name=name,
        exporter=of,
        kind=Kind(entry["type"]),
        source=entry["source"],
        unit=entry.get("unit", ""),
        labels=tuple(label for label in labels if not label.startswith("+")),
        optional=tuple(label[1:] for label in labels if label.startswith("+")),
        label_since=entry.get("label_since", {}),
        since=entry.get("since", ""),
        until=entry.get("until", ""),
        switch=switches[entry["switch"]] if "switch" in entry else None,
        scope=Scope(entry["of"]) if "of" in entry else None,
        default=entry.get("default", True),
        default_since=entry.get("default_since", ""),
        mig=entry.get("mig", True),
        instead=entry.get("instead", ""),
        decoupled_until=entry.get("decoupled_until", ""),
        absent_if=entry.get("absent_if", ""),
        about=entry.get("about", ""),
        excludes=entry["excludes"],
    )
