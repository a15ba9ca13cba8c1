"""What all panels share: title, size, unit, limits, thresholds, links, and how single series differ."""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase
from typing import TypeVar

from tritonfleet.dashboards.sdk import (
    Builder,
    bargauge,
    dashboard,
    gauge,
    heatmap,
    prometheus,
    stat,
    table,
    timeseries,
    types,
)
from tritonfleet.dashboards.variables import SOURCE
from tritonfleet.dashboards.views import Ask, Line, Link, Shape, View

Panel = TypeVar(
    "Panel", timeseries.Panel, stat.Panel, gauge.Panel, bargauge.Panel, table.Panel, heatmap.Panel
)
_NOW = frozenset({Shape.STAT, Shape.GAUGE, Shape.BARS, Shape.TABLE})
"""Shapes that show a value of now: asked for once, not over time."""
_LIMIT = "#808080"


def shared(panel: Panel, view: View) -> Panel:
    """The panel with everything that does not depend on its shape."""
    panel.title(view.title).description(view.about).datasource(SOURCE).unit(view.unit)
    panel.thresholds(_thresholds(view))
    if view.least is not None:
        panel.min(view.least)
    if view.most is not None:
        panel.max(view.most)
    if view.decimals is not None:
        panel.decimals(view.decimals)
    if view.nothing:
        panel.no_value(view.nothing)
    if view.words:
        texts = {value: types.ValueMappingResult(text=text) for value, text in view.words.items()}
        panel.mappings([types.ValueMap(texts)])
    if view.links:
        panel.data_links([_data_link(link) for link in view.links])
    for letter, ask in zip(ascii_uppercase, view.asks, strict=False):
        panel.with_target(_target(ask, letter, view.shape))
        changes = list(_changes(ask, view.unit))
        if changes and view.shape is not Shape.TABLE:
            panel.override_by_query(letter, changes)
    return panel


class Linked(dashboard.DashboardLink):
    """A link that is seen: by default the SDK puts links into a menu, which older Grafanas do not have."""

    def build(self) -> types.DashboardLink:
        """The link."""
        made = super().build()
        made.placement = None  # type: ignore[assignment]  # the SDK's type knows no absence
        return made


def _data_link(link: Link) -> Builder[types.DashboardLink]:
    """A link of a value. Grafana puts its own address before a path."""
    return Linked(link.title).url(link.path).type(types.DashboardLinkType.LINK)


def _target(ask: Ask, letter: str, shape: Shape) -> prometheus.Dataquery:
    target = prometheus.Dataquery().datasource(SOURCE).expr(ask.expression).ref_id(letter)
    if shape in _NOW:
        target.instant()
    else:
        target.range()
    if shape is not Shape.TABLE and ask.legend:
        target.legend_format(ask.legend)
    return target


def _changes(ask: Ask, unit: str) -> Iterator[types.DynamicConfigValue]:
    """How the series of one question differ from the panel's."""
    change = types.DynamicConfigValue
    if ask.unit not in ("", unit):
        yield change("unit", ask.unit)
    if ask.line is Line.LIMIT:
        yield change("custom.lineStyle", {"fill": "dash", "dash": [8, 6]})
        yield change("custom.lineWidth", 1)
        yield change("custom.fillOpacity", 0)
    if ask.line is not Line.PLAIN:
        yield change("custom.lineInterpolation", "stepAfter")
    if ask.tone or ask.line is Line.LIMIT:
        yield change("color", {"mode": "fixed", "fixedColor": ask.tone.value if ask.tone else _LIMIT})


def _thresholds(view: View) -> Builder[types.ThresholdsConfig]:
    steps = [types.Threshold(value=None, color=view.tone.value)]
    steps += [types.Threshold(value=step.value, color=step.tone.value) for step in view.steps]
    return dashboard.ThresholdsConfig().mode(types.ThresholdsMode.ABSOLUTE).steps(steps)
