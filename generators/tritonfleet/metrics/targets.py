"""The labels that a ServiceMonitor or PodMonitor gives every series, and what becomes of an exporter's own."""

from __future__ import annotations

from functools import cache
from typing import Any, Literal, TypeAlias

from tritonfleet.metrics.catalogue import read
from tritonfleet.metrics.types import TargetLabel

Monitor: TypeAlias = Literal["ServiceMonitor", "PodMonitor"]


def target_labels(kind: Monitor) -> dict[str, TargetLabel]:
    """The labels that targets of this kind of monitor get, by name: the attached ones, then the added ones."""
    return {
        name: TargetLabel(name, value, entry.get("setting", ""), entry.get("always", True))
        for name, entry in _data()["labels"].items()
        if (value := _value(entry, kind))
    }


def stored_label(label: str, kind: Monitor, *, honor_labels: bool = False) -> str:
    """The name under which an exporter's own label is stored: ``exported_pod`` for ``pod``, unless honoured."""
    attached = target_labels(kind).get(label)
    clashes = attached is not None and attached.always
    return label if honor_labels or not clashes else f"{_data()['clash_prefix']}{label}"


def _value(entry: dict[str, Any], kind: Monitor) -> str:
    value: str | dict[str, str] = entry["value"]
    return value if isinstance(value, str) else value.get(kind, "")


@cache
def _data() -> dict[str, Any]:
    return read("target-labels")
