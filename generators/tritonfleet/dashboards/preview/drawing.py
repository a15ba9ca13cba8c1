"""A panel with its answers, as a picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.lines import COLOURS, lines, times_of
from tritonfleet.dashboards.preview.panels import COLUMN_PIXELS, ROW_PIXELS, Shown
from tritonfleet.dashboards.preview.rows import rows
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.plotting import (
    Clock,
    Form,
    HeatMap,
    Look,
    Reading,
    Table,
    format_value,
    plot_bars,
    plot_heat,
    plot_stats,
    plot_table,
    plot_time,
)

_HEADING = 38
"""Pixels that the title takes of a panel's height."""


def draw(panel: Shown, answers: Sequence[Answer], range: Range, form: Form, *, titled: bool) -> bytes:
    """The picture of a panel, as wide and high as in Grafana. Raises ToolMissing without matplotlib.

    ``titled``: with its title in the picture.
    """
    height = panel.place.h * ROW_PIXELS - (0 if titled else _HEADING)
    look = Look(panel.place.w * COLUMN_PIXELS - 16, max(height, 60), form)
    title = panel.title if titled else ""
    match panel.kind:
        case "stat":
            return plot_stats(title, _readings(panel, answers), look)
        case "gauge" | "bargauge":
            least = panel.minimum or 0.0
            return plot_bars(title, _readings(panel, answers), look, least, panel.maximum)
        case "table":
            return plot_table(_table(panel, answers, title), look)
        case "heatmap":
            return plot_heat(heat(panel, answers, range, title), look, Clock.UTC)
        case _:
            drawn = lines(panel, answers, range, title)
            return plot_time([drawn], look, Clock.UTC, (range.start, range.end))


def _readings(panel: Shown, answers: Sequence[Answer]) -> list[Reading]:
    named = panel.kind != "stat" or panel.data["options"].get("textMode") != "value"
    return [
        Reading(
            answer.name(track) if named else "",
            track.last,
            answer.target.changes.get("unit", panel.unit),
            _word(panel, track.last),
            _colour(panel, track.last),
        )
        for answer in answers
        for track in answer.tracks
    ]


def _word(panel: Shown, value: float | None) -> str:
    """What is written for a value, where the panel says so."""
    for mapping in panel.data["fieldConfig"]["defaults"].get("mappings") or []:
        found = mapping["options"].get(format(value, "g")) if value is not None else None
        if found:
            return str(found["text"])
    return ""


def _colour(panel: Shown, value: float | None) -> str:
    reached = [
        colour for least, colour in panel.steps if value is not None and (least is None or value >= least)
    ]
    return COLOURS.get(reached[-1], "") if reached else ""


def _table(panel: Shown, answers: Sequence[Answer], title: str) -> Table:
    columns, found = rows(panel, answers)
    return Table(title, columns, found, panel.nothing or "no data")


def heat(panel: Shown, answers: Sequence[Answer], range: Range, title: str) -> HeatMap:
    """Buckets hold what the next lower one holds too, so that is taken off, as Grafana does."""
    tracks = [track for answer in answers for track in answer.tracks if "le" in track.labels]
    tracks.sort(key=lambda track: float(track.labels["le"]))
    times = times_of(range, range.step(panel.points))
    cells: list[list[float | None]] = []
    below: list[float | None] = [0.0] * len(times)
    for track in tracks:
        upto = [track.values.get(at) for at in times]
        cells.append(
            [None if a is None else max(0.0, a - (b or 0.0)) for a, b in zip(upto, below, strict=True)]
        )
        below = upto
    return HeatMap(
        title, times, _bucket_names([float(track.labels["le"]) for track in tracks], panel.unit), cells
    )


def _bucket_names(bounds: Sequence[float], unit: str) -> list[str]:
    """Each bucket by its upper bound; the last, which has none, by what it is above."""
    finite = [format_value(bound, unit) for bound in bounds if math.isfinite(bound)]
    return [*finite, *[f"> {finite[-1]}" if finite else "any"] * (len(bounds) - len(finite))]
