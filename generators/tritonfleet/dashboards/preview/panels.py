"""The panels of a dashboard's JSON, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

COLUMN_PIXELS, ROW_PIXELS = 60, 38
"""Grafana's grid on a screen of 1440 pixels: columns of 60, rows of 30 and 8 between."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel lies on the grid: 24 columns wide."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Target:
    """A query of a panel. ``changes``: what its series have otherwise than the panel, by Grafana's property."""

    ref: str
    expression: str
    legend: str
    instant: bool
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel as Grafana reads it. ``steps``: from which value on a colour holds; the first from the least.

    ``nothing``: what it says where no answer is a good answer; empty where it should have one.
    """

    id: int
    kind: str
    title: str
    description: str
    unit: str
    place: Place
    targets: Sequence[Target]
    steps: Sequence[tuple[float | None, str]]
    minimum: float | None
    maximum: float | None
    nothing: str
    decimals: int | None
    data: Mapping[str, Any]

    @property
    def points(self) -> int:
        """How many points a query may give: one a pixel."""
        return self.place.w * COLUMN_PIXELS

    @property
    def custom(self) -> Mapping[str, Any]:
        """Settings of its kind of panel alone."""
        found: Mapping[str, Any] = self.data["fieldConfig"]["defaults"].get("custom") or {}
        return found


def panels(dashboard: Mapping[str, Any]) -> list[Shown]:
    """All panels, headings (``row``) too, from top to bottom."""
    return [_panel(data) for data in dashboard["panels"]]


def _panel(data: Mapping[str, Any]) -> Shown:
    config = data.get("fieldConfig") or {"defaults": {}, "overrides": []}
    defaults, place = config["defaults"], data["gridPos"]
    steps = (defaults.get("thresholds") or {}).get("steps", [])
    return Shown(
        id=data["id"],
        kind=data["type"],
        title=data["title"],
        description=data.get("description", ""),
        unit=defaults.get("unit", "short"),
        place=Place(place["x"], place["y"], place["w"], place["h"]),
        targets=tuple(_targets(data, config.get("overrides", []))),
        steps=tuple((step.get("value"), step["color"]) for step in steps),
        minimum=defaults.get("min"),
        maximum=defaults.get("max"),
        nothing=defaults.get("noValue", ""),
        decimals=defaults.get("decimals"),
        data=data,
    )


def _targets(data: Mapping[str, Any], overrides: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    for target in data.get("targets", []):
        changes = {
            change["id"]: change["value"]
            for override in overrides
            if override["matcher"] == {"id": "byFrameRefID", "options": target["refId"]}
            for change in override["properties"]
        }
        legend, instant = target.get("legendFormat", ""), bool(target.get("instant"))
        yield Target(target["refId"], target["expr"], legend, instant, changes)
