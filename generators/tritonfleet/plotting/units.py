"""Values with their unit, scaled as Grafana scales them (grafana/grafana:packages/grafana-data/src/valueFormats)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tritonfleet.plotting.panels import UNITLESS


@dataclass(frozen=True, slots=True)
class _Scale:
    """Steps of a unit: from which absolute value on (in the unit itself) it is divided by that, under which name."""

    steps: tuple[tuple[float, str], ...]

    def of(self, value: float) -> tuple[float, str]:
        """The divisor and the name for a value: of the highest step that it reaches; 0 keeps the unit it has."""
        if value == 0:
            return next((step for step in self.steps if step[0] == 1), self.steps[0])
        reached = [step for step in self.steps if abs(value) >= step[0]]
        return max(reached) if reached else self.steps[0]


def _seconds(unit: float) -> _Scale:
    """Durations, where a second is ``unit`` of what the value counts."""
    names = (
        (1e-9, "ns"),
        (1e-6, "µs"),
        (1e-3, "ms"),
        (1, "s"),
        (60, "min"),
        (3600, "hours"),
        (86400, "days"),
    )
    return _Scale(tuple((seconds * unit, f" {name}") for seconds, name in names))


def _thousands(suffix: str) -> _Scale:
    return _Scale(tuple((10.0**n, f" {name}{suffix}") for n, name in ((0, ""), (3, "K"), (6, "M"), (9, "G"))))


def _counts(suffix: str) -> _Scale:
    return _Scale(
        tuple((10.0**n, f"{name}{suffix}") for n, name in ((0, ""), (3, " K"), (6, " Mil"), (9, " Bil")))
    )


def _binary(power: int, suffix: str = "B") -> _Scale:
    names = ("", "Ki", "Mi", "Gi", "Ti", "Pi")[power:]
    return _Scale(tuple((1024.0**n, f" {name}{suffix}") for n, name in enumerate(names)))


_PLAIN = _Scale(((1.0, ""),))
_SCALES: Mapping[str, Callable[[], _Scale]] = {
    "s": lambda: _seconds(1),
    "ms": lambda: _seconds(1e3),
    "µs": lambda: _seconds(1e6),
    "bytes": lambda: _binary(0),
    "mbytes": lambda: _binary(2),
    "binBps": lambda: _binary(0, "B/s"),
    "reqps": lambda: _counts(" req/s"),
    "ops": lambda: _counts(" ops/s"),
    "watt": lambda: _thousands("W"),
    "joule": lambda: _thousands("J"),
    "celsius": lambda: _Scale(((1.0, " °C"),)),
    "percent": lambda: _Scale(((1.0, "%"),)),
    "short": lambda: _counts(""),
}


def format_value(value: float | None, unit: str = UNITLESS, decimals: int | None = None) -> str:
    """``1234 ms`` → ``1.23 s``: the value with three figures (or ``decimals``) and its unit; ``–`` for none.

    ``unit`` is one of Grafana's ids; one that is not known here is written after the value as it is.
    """
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if unit == "percentunit":
        value, unit = value * 100, "percent"
        if math.isinf(value):
            return format_value(value)
    divisor, suffix = _scale(unit).of(value)
    return _figures(value / divisor, decimals) + suffix


def unit_label(unit: str) -> str:
    """What a person calls the unit: ``%`` for ``percentunit``; empty for a mere number."""
    return "%" if unit == "percentunit" else _scale(unit).of(1.0)[1].strip() if unit != "mbytes" else "MiB"


def _scale(unit: str) -> _Scale:
    if unit in _SCALES:
        return _SCALES[unit]()
    own = unit.removeprefix("suffix:")
    return _PLAIN if own in ("", "none") else _Scale(((1.0, f" {own}"),))


def _figures(value: float, decimals: int | None) -> str:
    """Three significant figures without trailing zeros; large numbers whole."""
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if value == 0 or abs(value) < 1e-9:
        return "0"
    places = max(0, 2 - math.floor(math.log10(abs(value))))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
