"""A panel with its answers, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.panels import COLUMN_PIXELS, ROW_PIXELS, Shown
from tritonfleet.dashboards.preview.rows import rows
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.plotting import (
    Clock,
    Form,
    HeatMap,
    Line,
    Look,
    Panel,
    Reading,
    Series,
    Table,
    Threshold,
    format_value,
    plot_bars,
    plot_heat,
    plot_stats,
    plot_table,
    plot_time,
)

COLOURS = {"green": "#2f7d4f", "orange": "#b35c00", "red": "#c4314b", "blue": "#4477aa", "#808080": "#6e7781"}
"""Grafana's names of colours, dark enough to be read on white."""
_HEADING = 38
"""Pixels that the title takes of a panel's height."""
_MOST = 40
"""Series drawn in one picture."""


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
            return plot_heat(_heat(panel, answers, range, title), look, Clock.UTC)
        case _:
            drawn = _lines(panel, answers, range, title)
            return plot_time([drawn], look, Clock.UTC, (range.start, range.end))


def _lines(panel: Shown, answers: Sequence[Answer], range: Range, title: str) -> Panel:
    stacking = panel.custom.get("stacking") or {}
    dashed = (panel.custom.get("thresholdsStyle") or {}).get("mode", "off") != "off"
    return Panel(
        title,
        list(_series(panel, answers, range))[:_MOST],
        panel.unit,
        list(_thresholds(panel)) if dashed else (),
        panel.minimum,
        panel.maximum,
        stacked=stacking.get("mode") == "normal",
        from_zero="axisSoftMin" in panel.custom,
    )


def _series(panel: Shown, answers: Sequence[Answer], range: Range) -> Iterator[Series]:
    times = _times(range, range.step(panel.points))
    for answer in answers:
        changes = answer.target.changes
        colour = COLOURS.get((changes.get("color") or {}).get("fixedColor", ""), "")
        line = Line.SOLID
        if "custom.lineStyle" in changes:
            line = Line.DASHED
        elif changes.get("custom.lineInterpolation") == "stepAfter":
            line = Line.STEPS
        for track in answer.tracks:
            values = [track.values.get(at) for at in times]
            yield Series(answer.name(track), times, values, line, colour)


def _times(range: Range, step: float) -> list[float]:
    """The points of a query over time: multiples of the step."""
    first, last = int(range.start // step), int(range.end // step)
    return [number * step for number in _counted(first, last)]


def _counted(first: int, last: int) -> Iterator[int]:
    while first <= last:
        yield first
        first += 1


def _thresholds(panel: Shown) -> Iterator[Threshold]:
    for value, colour in panel.steps:
        if value is not None:
            yield Threshold(value, format_value(value, panel.unit), COLOURS.get(colour, ""))


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


def _heat(panel: Shown, answers: Sequence[Answer], range: Range, title: str) -> HeatMap:
    """Buckets hold what the next lower one holds too, so that is taken off, as Grafana does."""
    tracks = [track for answer in answers for track in answer.tracks if "le" in track.labels]
    tracks.sort(key=lambda track: float(track.labels["le"]))
    times = _times(range, range.step(panel.points))
    cells: list[list[float | None]] = []
    below: list[float | None] = [0.0] * len(times)
    for track in tracks:
        upto = [track.values.get(at) for at in times]
        cells.append(
            [None if a is None else max(0.0, a - (b or 0.0)) for a, b in zip(upto, below, strict=True)]
        )
        below = upto
    names = [
        "∞" if track.labels["le"] == "+Inf" else format_value(float(track.labels["le"]), panel.unit)
        for track in tracks
    ]
    return HeatMap(title, times, names, cells)
