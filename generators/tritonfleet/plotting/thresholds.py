"""Thresholds of a panel: dashed lines, and their names where there is room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.plotting.figures import Look, Theme
from tritonfleet.plotting.panels import Panel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME_PIXELS = 20
"""What a name takes of a panel's height: it is 10 high, and the axis is half of the panel or more."""


def threshold_lines(axes: Axes, panel: Panel, theme: Theme) -> None:
    """A line for each; drawn before the axis is fixed, so that it has room for them."""
    for threshold in panel.thresholds:
        colour = threshold.colour or theme.alert
        axes.axhline(threshold.value, color=colour, linewidth=1, linestyle=(0, (4, 3)))


def threshold_names(axes: Axes, panel: Panel, look: Look, end: float) -> None:
    """From the highest down, each name that has room below the last one written; at ``end`` of the time axis."""
    lowest, highest = axes.get_ylim()
    room = (highest - lowest) * NAME_PIXELS / look.height
    ceiling = highest
    for threshold in sorted(panel.thresholds, key=lambda each: each.value, reverse=True):
        if lowest <= threshold.value <= ceiling:
            colour = threshold.colour or look.theme.alert
            axes.text(end, threshold.value, threshold.name, color=colour, ha="right", va="bottom", fontsize=7)
            ceiling = threshold.value - room
