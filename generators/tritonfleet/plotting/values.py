"""Single values: large numbers side by side, and bars between a least and a most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tritonfleet.plotting.figures import Look, Theme, figure, say, title, written
from tritonfleet.plotting.panels import UNITLESS
from tritonfleet.plotting.units import format_value

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its name and unit. ``text`` is written instead of the number; ``colour``: empty for the text's."""

    name: str
    value: float | None
    unit: str = UNITLESS
    text: str = ""
    colour: str = ""

    @property
    def shown(self) -> str:
        """What is written."""
        return self.text or format_value(self.value, self.unit)


def plot_stats(
    heading: str, readings: Sequence[Reading], look: Look | None = None, message: str = "no data"
) -> bytes:
    """The readings side by side, as large as they fit. Raises ToolMissing without matplotlib."""
    look = look or Look()
    with figure(look) as drawn:
        axes = drawn.subplots()
        title(axes, heading, look.theme)
        if not readings:
            say(axes, message, look.theme)
            return written(drawn, look)
        axes.set_axis_off()
        axes.set_xlim(0, len(readings))
        axes.set_ylim(0, 1)
        for number, reading in enumerate(readings):
            _stat(axes, number + 0.5, reading, look, look.width / len(readings))
        return written(drawn, look)


def _stat(axes: Axes, at: float, reading: Reading, look: Look, width: float) -> None:
    """Letters are about 0.6 of their height wide; points are 1/72 inch."""
    fits = 72 / 100 * min(0.85 * width / (0.65 * max(len(reading.shown), 3)), look.height * 0.35)
    colour = reading.colour or look.theme.text
    axes.text(
        at,
        0.55,
        reading.shown,
        ha="center",
        va="center",
        fontsize=min(fits, 30),
        color=colour,
        fontweight="bold",
    )
    if reading.name:
        small = 72 / 100 * min(11, 0.95 * width / (0.65 * len(reading.name)))
        axes.text(
            at, 0.2, reading.name, ha="center", va="center", fontsize=max(small, 4), color=look.theme.faint
        )


def plot_bars(
    heading: str,
    readings: Sequence[Reading],
    look: Look | None = None,
    least: float = 0.0,
    most: float | None = None,
    message: str = "no data",
) -> bytes:
    """A horizontal bar for each reading, from ``least`` to ``most`` (the largest value, if not given).

    Raises ToolMissing without matplotlib.
    """
    look = look or Look()
    with figure(look) as drawn:
        axes = drawn.subplots()
        title(axes, heading, look.theme)
        if not readings:
            say(axes, message, look.theme)
            return written(drawn, look)
        values = [reading.value or 0.0 for reading in readings]
        most = most if most is not None else max((*values, least + 1e-9))
        _bars(axes, readings, look.theme, (least, most))
        return written(drawn, look)


def _bars(axes: Axes, readings: Sequence[Reading], theme: Theme, limits: tuple[float, float]) -> None:
    rows = range(len(readings))
    least, most = limits
    axes.barh(rows, [most - least] * len(readings), left=least, color=theme.grid, height=0.6)
    lengths = [max(0.0, min(reading.value or 0.0, most) - least) for reading in readings]
    colours = [reading.colour or theme.line(0) for reading in readings]
    axes.barh(rows, lengths, left=least, color=colours, height=0.6)
    for row, reading in enumerate(readings):
        axes.annotate(
            reading.shown, (most, row), (5, 0), textcoords="offset points", va="center", color=theme.text
        )
    axes.set_yticks(rows, [reading.name for reading in readings])
    axes.set_ylim(len(readings) - 0.5, -0.5)
    axes.set_xlim(least, most)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
