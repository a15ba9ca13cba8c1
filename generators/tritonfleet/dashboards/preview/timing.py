"""The time range of a preview, and the windows that Grafana derives from it.

Sources: grafana/grafana:pkg/tsdb/intervalv2/intervalv2.go, grafana/grafana:pkg/promlib/models/query.go
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400)


@dataclass(frozen=True, slots=True)
class Range:
    """From ``start`` to ``end``, in seconds since 1970; ``scrape``: seconds between two scrapes."""

    start: float
    end: float
    scrape: float = 15.0

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start

    def step(self, points: int) -> float:
        """Seconds from one point to the next when there is room for so many; never less than a scrape apart."""
        rough = max(self.seconds / max(points, 1), self.scrape)
        return next((float(step) for step in _STEPS if step >= rough), math.ceil(rough / 86400) * 86400.0)

    def rate_interval(self, points: int) -> float:
        """``$__rate_interval``: four scrapes, or a step and a scrape where that is longer."""
        return max(self.step(points) + self.scrape, 4 * self.scrape)

    def variables(self, points: int) -> Mapping[str, str]:
        """Grafana's own variables, by name."""
        step, seconds = self.step(points), round(self.seconds)
        return {
            "__interval": duration(step),
            "__interval_ms": str(round(step * 1000)),
            "__rate_interval": duration(self.rate_interval(points)),
            "__range": f"{seconds}s",
            "__range_s": str(seconds),
            "__range_ms": str(seconds * 1000),
        }


def duration(seconds: float) -> str:
    """Seconds as PromQL writes them: ``90s``, ``1500ms``."""
    return f"{seconds:.0f}s" if seconds == int(seconds) else f"{seconds * 1000:.0f}ms"
