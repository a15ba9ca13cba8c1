"""Lines over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from tritonfleet.plotting.figures import Look, Theme, figure, say, title, written
from tritonfleet.plotting.panels import Clock, Line, Panel, Series
from tritonfleet.plotting.thresholds import threshold_lines, threshold_names
from tritonfleet.plotting.ticks import time_ticks, value_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMES = 12
"""More series than this have no legend of their own: it would be larger than the picture."""


def plot_time(
    panels: Sequence[Panel],
    look: Look | None = None,
    clock: Clock = Clock.ELAPSED,
    span: tuple[float, float] | None = None,
) -> bytes:
    """The panels below one another over the same time axis.

    ``span``: the first and last second of the axis; else what the series span. Raises ToolMissing without
    matplotlib, ValueError for no panels.
    """
    if not panels:
        raise ValueError("a picture needs a panel")
    look = look or Look()
    start, end = span or _span(panels)
    end = max(end, start + 1)
    with figure(look, len(panels)) as drawn:
        for axes, panel in zip(drawn.subplots(len(panels), 1, squeeze=False)[:, 0], panels, strict=True):
            _draw(axes, panel, look, (start, end))
            _time_axis(axes, (start, end), clock, look.width)
        return written(drawn, look)


def _span(panels: Sequence[Panel]) -> tuple[float, float]:
    times = [at for panel in panels for series in panel.series for at in series.times]
    return (min(times), max(times)) if times else (0.0, 1.0)


def _time_axis(axes: Axes, span: tuple[float, float], clock: Clock, width: int) -> None:
    axes.set_xlim(*span)
    ticks = time_ticks(*span, clock, most=max(3, width // 85))
    axes.set_xticks([at for at, _ in ticks], [text for _, text in ticks])
    axes.tick_params(length=0, axis="both")
    axes.tick_params(axis="x", pad=5)


def _draw(axes: Axes, panel: Panel, look: Look, span: tuple[float, float]) -> None:
    title(axes, panel.title, look.theme)
    if not any(_numbers(series) for series in panel.series):
        say(axes, panel.message, look.theme)
        return
    lower = [0.0] * max(len(series.times) for series in panel.series)
    for number, series in enumerate(panel.series):
        lower = _line(
            axes, series, series.colour or look.theme.line(number), lower if panel.stacked else None
        )
    threshold_lines(axes, panel, look.theme)
    _value_axis(axes, panel)
    threshold_names(axes, panel, look, span[1])
    _legend(axes, panel, look.theme, look.width)


def _line(axes: Axes, series: Series, colour: str, lower: list[float] | None) -> list[float]:
    """Draw a series, upon ``lower`` if it is stacked, and return where the next one begins."""
    values = [math.nan if value is None else value for value in series.values]
    step: Literal["post"] | None = "post" if series.line is Line.STEPS else None
    if lower is not None:
        upper = [a + (0 if math.isnan(b) else b) for a, b in zip(lower, values, strict=False)]
        base = lower[: len(upper)]
        axes.fill_between(series.times, base, upper, step=step, color=colour, alpha=0.65, label=series.name)
        return upper
    style = "--" if series.line is Line.DASHED else "-"
    drawn = "steps-post" if step else "default"
    alone = "o" if sum(not math.isnan(value) for value in values) == 1 else ""
    axes.plot(
        series.times, values, style + alone, color=colour, drawstyle=drawn, label=series.name, markersize=3
    )
    if series.filled:
        axes.fill_between(series.times, 0, values, step=step, color=colour, alpha=0.12)
    return []


def _value_axis(axes: Axes, panel: Panel) -> None:
    """From 0 unless the panel starts elsewhere; a little higher than the highest, which would lie on the edge."""
    lowest, highest = axes.get_ylim()
    if panel.minimum is not None or (panel.from_zero and _smallest(panel) >= 0):
        lowest = panel.minimum or 0.0
    if panel.maximum is not None:
        highest = panel.maximum
    elif lowest == 0:
        highest = 1.06 * _largest(axes)
    if highest <= lowest:
        highest = lowest + 1
    ticks = value_ticks(lowest, highest, panel.unit, panel.decimals)
    axes.set_ylim(lowest, highest + 0.01 * (highest - lowest))
    axes.set_yticks([at for at, _ in ticks], [text for _, text in ticks])


def _smallest(panel: Panel) -> float:
    return min(value for series in panel.series for value in _numbers(series))


def _largest(axes: Axes) -> float:
    """The highest value drawn, stacks and thresholds included."""
    return float(axes.dataLim.y1)


def _numbers(series: Series) -> list[float]:
    return [value for value in series.values if value is not None and math.isfinite(value)]


def _legend(axes: Axes, panel: Panel, theme: Theme, width: int) -> None:
    """The names below the picture, in as many columns as are wide enough for the longest."""
    shown = [series for series in panel.series if series.name]
    if not shown:
        return
    longest = max(len(series.name) for series in shown)
    columns = max(1, min(len(shown), int(width / (longest * 6.0 + 40))))
    if len(shown) > MOST_NAMES:
        axes.text(
            1,
            -0.18,
            f"{len(shown)} series",
            transform=axes.transAxes,
            ha="right",
            va="top",
            color=theme.faint,
        )
        return
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=columns)
