"""What a pod exposes and Prometheus keeps of it: counters, scraped now and then, and ``rate()`` over them.

Model: Triton counts a request when it is answered (core:src/infer_stats.cc). Each pod is scraped at a time of its own
within the interval, from when it is ready until it is gone. ``rate`` extrapolates to the window's ends as Prometheus
does (prometheus/prometheus:promql/functions.go, extrapolatedRate).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tritonfleet.simulator.batching import Batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Counter = Literal["answered", "queued", "spent", "busy"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One scrape. ``answered``: requests; ``queued``, ``spent``: seconds that these waited, and took in all;
    ``busy``: seconds in which a batch ran; ``waiting``: requests in the queue now."""

    at: float
    answered: float
    queued: float
    spent: float
    busy: float
    waiting: float


class Meter:
    """Counts what a pod does."""

    def __init__(self) -> None:
        import numpy as np

        self._open = np.empty((4, 0))
        self._totals = np.zeros(3)
        self._busy = 0.0
        self._busy_until = 0.0

    def add(self, batches: Batches) -> None:
        """Count batches in the order they started; each shows once it has ended."""
        import numpy as np

        if not len(batches.sizes):
            return
        starts, ends, sizes = batches.starts, batches.ends, batches.sizes
        firsts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        arrived = np.add.reduceat(batches.arrivals, firsts)
        rows = np.vstack((ends, sizes, sizes * starts - arrived, sizes * ends - arrived))
        self._open = np.concatenate((self._open, rows), axis=1)
        covered = np.maximum.accumulate(np.concatenate(([self._busy_until], ends)))
        self._busy += float(np.maximum(ends - np.maximum(starts, covered[:-1]), 0.0).sum())
        self._busy_until = float(covered[-1])

    def sample(self, at: float, waiting: int) -> Sample:
        """A scrape at this time, which is not before what was added."""
        ended = self._open[0] <= at
        self._totals += self._open[1:, ended].sum(axis=1)
        self._open = self._open[:, ~ended]
        answered, queued, spent = (float(total) for total in self._totals)
        busy = self._busy - max(self._busy_until - at, 0.0)
        return Sample(at, answered, queued, spent, busy, float(waiting))


def rate(samples: Sequence[Sample], counter: Counter, now: float, window: float) -> float | None:
    """``rate(counter[window])`` a second at ``now``; None where fewer than two samples are in the window."""
    inside = [sample for sample in samples if now - window < sample.at <= now]
    if len(inside) < 2:
        return None
    first, last = inside[0], inside[-1]
    begin, end = getattr(first, counter), getattr(last, counter)
    sampled = last.at - first.at
    between = sampled / (len(inside) - 1)
    before, after = first.at - (now - window), now - last.at
    before = before if before < 1.1 * between else between / 2
    after = after if after < 1.1 * between else between / 2
    if end > begin:
        before = min(before, sampled * begin / (end - begin))
    return float((end - begin) * (sampled + before + after) / sampled / window)


def mean_waiting(samples: Sequence[Sample], now: float, window: float) -> float | None:
    """``avg_over_time`` of the requests in the queue; None without a sample in the window."""
    inside = [sample.waiting for sample in samples if now - window < sample.at <= now]
    return sum(inside) / len(inside) if inside else None
