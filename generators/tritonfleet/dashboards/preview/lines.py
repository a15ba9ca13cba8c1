"""Panels of lines over time, as the plotting layer takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.panels import Shown
from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.plotting import Line, Panel, Series, Threshold, format_value

COLOURS = {"green": "#2f7d4f", "orange": "#b35c00", "red": "#c4314b", "blue": "#4477aa", "#808080": "#6e7781"}
"""Grafana's names of colours, dark enough to be read on white."""
_MOST = 40
"""Series drawn in one picture."""


def lines(panel: Shown, answers: Sequence[Answer], range: Range, title: str) -> Panel:
    """The panel with a series for each that came, its thresholds and limits."""
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
        decimals=panel.decimals,
        from_zero="axisSoftMin" in panel.custom,
    )


def _series(panel: Shown, answers: Sequence[Answer], range: Range) -> Iterator[Series]:
    times = times_of(range, range.step(panel.points))
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


def times_of(range: Range, step: float) -> list[float]:
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
