"""Load over time: a file of requests a second, or a shape that is built in.

A trace is a line through its points; outside of them nothing arrives.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, pi
from pathlib import Path

from tritonfleet.errors import InputError, Location
from tritonfleet.planner.profiles.table import Table, read_table

HEADER = ("seconds", "requests_per_second")
LONGEST = 7 * 86400
"""Seconds: a trace that is longer is one in milliseconds, or since 1970."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Requests a second (``rates``) at ``times`` (seconds, ascending, from 0)."""

    name: str
    times: tuple[float, ...]
    rates: tuple[float, ...]

    @property
    def duration(self) -> float:
        return self.times[-1]

    @property
    def peak(self) -> float:
        return max(self.rates)

    @property
    def requests(self) -> float:
        """How many requests are expected in all."""
        spans = zip(self.times, self.times[1:], self.rates, self.rates[1:], strict=False)
        return sum((end - start) * (low + high) / 2 for start, end, low, high in spans)

    def rate(self, at: float) -> float:
        """Requests a second at this time."""
        index = bisect_right(self.times, at)
        if index in (0, len(self.times)):
            return self.rates[-1] if at == self.times[-1] else 0.0
        (before, after), (low, high) = self.times[index - 1 : index + 1], self.rates[index - 1 : index + 1]
        return low + (high - low) * (at - before) / (after - before)

    def stretched(self, peak: float | None, duration: float | None) -> Trace:
        """The same shape with this highest rate, over this time."""
        wide = duration / self.duration if duration else 1.0
        high = peak / self.peak if peak else 1.0
        return Trace(self.name, tuple(t * wide for t in self.times), tuple(r * high for r in self.rates))


def read_trace(path: Path) -> Trace:
    """A trace of a CSV file with the columns seconds and requests_per_second. InputError, with the place, for others.

    Time begins at the file's first row.
    """
    table = read_table(path)
    if missing := [title for title in HEADER if title not in table.titles]:
        fix = f"expected the header {','.join(HEADER)}"
        raise InputError.of(f"has no column {missing[0]}", Location(table.file, 1, 1), fix)
    times = _times(table)
    rates = tuple(row[HEADER[1]].number() for row in table.rows)
    if not any(rates):
        raise InputError.of("nothing arrives in it: every rate is 0", Location(table.file, 2, 1))
    return Trace(path.stem, times, rates)


def _times(table: Table) -> tuple[float, ...]:
    times: list[float] = []
    for cell in (row[HEADER[0]] for row in table.rows):
        at = cell.number()
        if times and at <= times[-1]:
            fix = "rows go by time, each later than the one before"
            raise InputError.of(f"{cell.text} s is not after the row before it", cell.where, fix)
        times.append(at)
    last = table.rows[-1][HEADER[0]]
    if len(times) < 2:
        raise InputError.of("has one row, so it lasts no time", last.where, "give a row for its end too")
    if times[-1] - times[0] > LONGEST:
        fix = "times are in seconds from the start of the trace"
        raise InputError.of(f"lasts {times[-1] - times[0]:g} s, more than a week", last.where, fix)
    return tuple(at - times[0] for at in times)


def _steady() -> list[tuple[float, float]]:
    return [(0, 1), (1800, 1)]


def _step() -> list[tuple[float, float]]:
    return [(0, 0.25), (600, 0.25), (601, 1), (2400, 1), (2401, 0.25), (3600, 0.25)]


def _ramp() -> list[tuple[float, float]]:
    return [(0, 0.1), (300, 0.1), (2100, 1), (2700, 1), (3300, 0.1), (3600, 0.1)]


def _spike() -> list[tuple[float, float]]:
    return [(0, 0.3), (900, 0.3), (920, 1), (1080, 1), (1100, 0.3), (2700, 0.3)]


def _day() -> list[tuple[float, float]]:
    """Lowest at four in the morning, highest at four in the afternoon."""
    return [(900.0 * n, 0.575 - 0.425 * cos(2 * pi * (900.0 * n / 86400 - 1 / 6))) for n in range(97)]


SHAPES: Mapping[str, Callable[[], list[tuple[float, float]]]] = {
    "steady": _steady,
    "step": _step,
    "ramp": _ramp,
    "spike": _spike,
    "diurnal": _day,
}


def shape(name: str, peak: float) -> Trace:
    """A built-in shape with its highest rate at ``peak``. KeyError for an unknown name."""
    times, rates = zip(*SHAPES[name](), strict=True)
    return Trace(name, times, rates).stretched(peak, None)
