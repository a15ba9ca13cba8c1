"""Heat maps: how many observations fell into each bucket over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tritonfleet.plotting.figures import Look, figure, say, title, written
from tritonfleet.plotting.panels import Clock
from tritonfleet.plotting.ticks import time_ticks


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``cells[bucket][time]``: a number or ``None``. ``buckets``: names from the lowest; ``times``: seconds."""

    title: str
    times: Sequence[float]
    buckets: Sequence[str]
    cells: Sequence[Sequence[float | None]]
    message: str = "no data"


def plot_heat(heat: HeatMap, look: Look | None = None, clock: Clock = Clock.ELAPSED) -> bytes:
    """The heat map; darker means more. Raises ToolMissing without matplotlib."""
    look = look or Look()
    with figure(look) as drawn:
        axes = drawn.subplots()
        title(axes, heat.title, look.theme)
        if not heat.times or not heat.buckets:
            say(axes, heat.message, look.theme)
            return written(drawn, look)
        cells = [[math.nan if value is None else value for value in row] for row in heat.cells]
        width = (heat.times[-1] - heat.times[0]) / max(len(heat.times) - 1, 1) or 1.0
        edges = [*heat.times, heat.times[-1] + width]
        axes.pcolormesh(edges, range(len(heat.buckets) + 1), cells, cmap="YlGnBu", vmin=0)
        axes.set_yticks([n + 0.5 for n in range(len(heat.buckets))], list(heat.buckets))
        ticks = time_ticks(edges[0], edges[-1], clock, most=max(3, look.width // 85))
        axes.set_xticks([at for at, _ in ticks], [text for _, text in ticks])
        axes.grid(visible=False)
        axes.tick_params(length=0)
        return written(drawn, look)
