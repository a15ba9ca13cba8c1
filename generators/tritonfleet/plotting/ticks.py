"""Where an axis has its ticks, and what stands there."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from tritonfleet.plotting.panels import Clock
from tritonfleet.plotting.units import format_value

_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)


def time_ticks(start: float, end: float, clock: Clock, most: int = 7) -> list[tuple[float, str]]:
    """The ticks of a time axis from ``start`` to ``end`` (seconds), each with its text: at most ``most`` + 1."""
    span = max(end - start, 1.0)
    step = next((step for step in _STEPS if span / step <= most), 86400 * math.ceil(span / 86400 / most))
    first = math.ceil(start / step) * step
    count = int((end - first) // step) + 1
    return [(at, _time(at, step, clock)) for at in (first + n * step for n in range(count))]


def value_ticks(
    lowest: float, highest: float, unit: str, decimals: int | None = None, most: int = 5
) -> list[tuple[float, str]]:
    """The ticks of a value axis: round in the unit that is written (binary bytes: powers of two)."""
    span = max(highest - lowest, 1e-12)
    step = _round(span / most, base=2 if unit in ("bytes", "mbytes", "binBps") else 10)
    first, count = math.ceil(lowest / step - 1e-9), math.floor(highest / step + 1e-9)
    return [(n * step, format_value(n * step, unit, decimals)) for n in range(first, count + 1)]


def _round(rough: float, base: int) -> float:
    """The next round number that is not below: 1, 2 or 5 times a power of ten, or a power of two."""
    if base == 2:
        return float(2 ** math.ceil(math.log2(rough)))
    magnitude = 10.0 ** math.floor(math.log10(rough))
    return next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= rough * (1 - 1e-9))


def _time(at: float, step: float, clock: Clock) -> str:
    if clock is Clock.UTC:
        form = "%H:%M:%S" if step < 60 else "%H:%M" if step < 86400 else "%d %b"
        return datetime.fromtimestamp(at, UTC).strftime(form)
    if step < 60 and at < 120:
        return f"{at:.0f} s"
    if step < 3600:
        whole, seconds = divmod(round(at), 60)
        return f"{whole} min" if not seconds else f"{whole}:{seconds:02d} min"
    return f"{at / 3600:g} h"
