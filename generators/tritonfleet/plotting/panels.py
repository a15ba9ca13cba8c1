"""What is drawn over time: panels, their series and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

UNITLESS = "short"


class Line(StrEnum):
    """How a series is drawn. ``STEPS``: the value holds until the next one, as replicas do."""

    SOLID = "solid"
    DASHED = "dashed"
    STEPS = "steps"


class Clock(StrEnum):
    """What the time axis says: the time since its start, or the time of day (UTC)."""

    ELAPSED = "elapsed"
    UTC = "utc"


@dataclass(frozen=True, slots=True)
class Series:
    """A line: ``times`` in seconds (since the start, or since 1970), and a value for each.

    ``None`` and NaN are gaps. ``colour``: ``#rrggbb``, or empty for the next of the palette.
    """

    name: str
    times: Sequence[float]
    values: Sequence[float | None]
    line: Line = Line.SOLID
    colour: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A dashed horizontal line; ``name`` is written at its right end."""

    value: float
    name: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines over one time axis. ``unit``: Grafana's id (``ms``, ``s``, ``percentunit``, ``bytes``, ``reqps`` …).

    ``minimum`` and ``maximum`` fix the axis where given; else it starts at 0, if ``from_zero``. ``decimals``: of the
    axis; else three figures. ``message`` is written where there is nothing to draw.
    """

    title: str
    series: Sequence[Series]
    unit: str = UNITLESS
    thresholds: Sequence[Threshold] = ()
    minimum: float | None = None
    maximum: float | None = None
    stacked: bool = False
    decimals: int | None = None
    from_zero: bool = True
    message: str = "no data"
