"""What a dashboard is: rows of views, each asking questions of Prometheus and drawing the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

WINDOW = "$__rate_interval"
"""Grafana's window for rates: long enough for the scrape interval, however far one zooms."""


class Shape(StrEnum):
    """How the answers are drawn."""

    LINES = "lines"
    STACK = "stack"
    STAT = "stat"
    GAUGE = "gauge"
    BARS = "bars"
    TABLE = "table"
    HEAT = "heat"


class Tone(StrEnum):
    """What a value means, in colours that Grafana's light and dark themes both know."""

    GOOD = "green"
    WARN = "orange"
    BAD = "red"
    PLAIN = "blue"


class Line(StrEnum):
    """How a series is drawn: a limit is dashed, a number of pods holds until it changes."""

    PLAIN = "plain"
    LIMIT = "limit"
    STEPS = "steps"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: PromQL, and Grafana's format of the names of its series (in a table: the column's name).

    ``unit``: of this answer alone, where it is not the view's. ``links``: where a table's cell leads.
    """

    expression: str
    legend: str = ""
    line: Line = Line.PLAIN
    unit: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From this value on, the tone is another."""

    value: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Link:
    """Where a click on a value, a panel or the dashboard leads: a path below Grafana's own address."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class View:
    """A panel. ``unit``: Grafana's id. ``width`` of 24 columns; ``height`` in Grafana's rows of 38 pixels.

    ``steps`` colour values and are drawn as lines; below the first the tone is ``tone``. ``names``: what a table
    calls labels. ``words``: what to write for a value, by the value.
    ``nothing``: what it says where no answer is a good answer. ``from_zero``: whether its axis begins there.
    """

    title: str
    about: str
    asks: Sequence[Ask]
    unit: str
    shape: Shape = Shape.LINES
    width: int = 8
    height: int = 8
    steps: Sequence[Step] = ()
    tone: Tone = Tone.GOOD
    least: float | None = None
    most: float | None = None
    from_zero: bool = True
    decimals: int | None = None
    links: Sequence[Link] = ()
    nothing: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Row:
    """Views below a heading, from left to right, wrapped at 24 columns."""

    title: str
    views: Sequence[View]


@dataclass(frozen=True, slots=True)
class Choice:
    """A variable that people choose values of: those of ``label`` on the series of ``of``.

    ``everything``: the pattern that "All" stands for; without one it is all values that there are, so that queries of
    other exporters (``up``, ``ALERTS``, of Deployments) do not count everybody else's.
    """

    name: str
    title: str
    label: str
    of: str
    about: str
    everything: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard: ``name`` is that of its file, ``uid`` its address in Grafana, which never changes."""

    name: str
    uid: str
    title: str
    about: str
    choices: Sequence[Choice]
    rows: Sequence[Row]
