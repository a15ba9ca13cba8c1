"""How long a batch occupies an instance: from what a person says, or from a profile.

Model: a batch of b requests takes s(b) = fixed + each × b seconds, always the same. A profile states throughput, and
while it was measured every instance was busy, so s(b) = b × instances / throughput. Where only one batch was measured
with that many instances, the proportion of fixed to each is that of the table's other measurements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median

from tritonfleet.errors import InputError
from tritonfleet.planner.profiles import ProfileRow
from tritonfleet.spec.units import Duration

HOW = "write 20ms for a batch of any size, or 5ms+2ms: so much a batch, and so much for each request in it"
_EACH = re.compile(r"(?P<fixed>[^+]+)(\+(?P<each>[^+]+))?")

Points = dict[int, float]
"""Seconds by batch size."""


def stated_service_time(text: str, max_batch: int) -> tuple[float, ...]:
    """``20ms`` or ``5ms+2ms`` as the seconds of a batch of 1, 2, … ``max_batch``. InputError for other texts."""
    match = _EACH.fullmatch(text.replace(" ", ""))
    try:
        parts = (
            [Duration(part).seconds if part else 0.0 for part in match.group("fixed", "each")]
            if match
            else []
        )
    except ValueError:
        parts = []
    if not parts or sum(parts) <= 0:
        raise InputError.of(f"expected a service time, got `{text}`", fix=HOW)
    return _line(parts[0], parts[1], max_batch)


def profiled_service_time(
    rows: Iterable[ProfileRow], unit: str, instances: int, max_batch: int
) -> tuple[float, ...] | None:
    """The seconds of a batch of 1, 2, … ``max_batch`` on a unit with so many instances; None: never measured there."""
    groups = _points(rows)
    mine = groups.get((unit, instances))
    if not mine:
        return None
    if len(mine) > 1:
        fixed, each = _fit(mine)
    else:
        ((batch, seconds),) = mine.items()
        ratio = _usual_ratio(groups.values())
        each = seconds / (ratio + batch)
        fixed = ratio * each
    return _line(fixed, each, max_batch)


def _line(fixed: float, each: float, max_batch: int) -> tuple[float, ...]:
    return tuple(fixed + each * batch for batch in range(1, max_batch + 1))


def _points(rows: Iterable[ProfileRow]) -> dict[tuple[str, int], Points]:
    """The measurements by unit and instances; rows that do not say both batch and instances are left out."""
    groups: dict[tuple[str, int], Points] = {}
    for row in rows:
        if row.batch and row.processes:
            seconds = row.batch * row.processes / row.throughput
            groups.setdefault((row.unit, row.processes), {})[row.batch] = seconds
    return groups


def _fit(points: Points) -> tuple[float, float]:
    """Least squares, with neither part below 0: a batch never takes less for being larger."""
    mean_batch = sum(points) / len(points)
    mean = sum(points.values()) / len(points)
    spread = sum((batch - mean_batch) ** 2 for batch in points)
    each = sum((batch - mean_batch) * (s - mean) for batch, s in points.items()) / spread
    each = min(max(each, 0.0), mean / mean_batch)
    return mean - each * mean_batch, each


def _usual_ratio(groups: Iterable[Points]) -> float:
    """fixed / each over the groups with several batches; 0 (all of it is each) where there is none."""
    fits: Sequence[tuple[float, float]] = [_fit(points) for points in groups if len(points) > 1]
    return median([fixed / each for fixed, each in fits if each > 0] or [0.0])
