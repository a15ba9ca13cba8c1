"""What happened to requests, over time: counts and latencies by when a request arrived.

Latencies are kept as a histogram of steps of 2 %, so quantiles are that exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tritonfleet.simulator.batching import Batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Counts = NDArray[np.int64]

LEAST, DECADES, PER_DECADE = 1e-5, 9, 120
STEPS = DECADES * PER_DECADE


class Recorder:
    """Counts the requests of a run in ``buckets`` equal spans of time; ``within`` is the objective, or infinity."""

    def __init__(self, duration: float, buckets: int, within: float) -> None:
        import numpy as np

        self.width, self.buckets, self._within = duration / buckets, buckets, within
        self.latencies: Counts = np.zeros((buckets, STEPS), np.int64)
        self.arrived, self.answered, self.late, self.failed = np.zeros((4, buckets), np.int64)
        self.waited: Floats = np.zeros(buckets)

    def arrive(self, times: Floats) -> None:
        """Requests that arrived at these times."""
        self.arrived += self._counted(times)

    def fail(self, times: Sequence[float]) -> None:
        """Requests, by arrival, that get no answer: refused, cut off, or nobody was there."""
        self.failed += self._counted(times)

    def answer(self, batches: Batches) -> None:
        """Requests of batches that were started, and what was refused meanwhile."""
        import numpy as np

        if batches.refused:
            self.fail(batches.refused)
        if not len(batches.sizes):
            return
        arrivals = batches.arrivals
        waits = np.repeat(batches.starts, batches.sizes) - arrivals
        latency = np.repeat(batches.ends, batches.sizes) - arrivals
        bucket = self._bucket(arrivals)
        first, last = int(bucket[0]), int(bucket[-1]) + 1
        bucket -= first
        step = np.clip((np.log10(latency / LEAST) * PER_DECADE).astype(np.int64), 0, STEPS - 1)
        counts = np.bincount(bucket * STEPS + step, minlength=(last - first) * STEPS)
        self.latencies[first:last] += counts.reshape(last - first, STEPS)
        self.answered[first:last] += np.bincount(bucket, minlength=last - first)
        self.late[first:last] += np.bincount(bucket[latency > self._within], minlength=last - first)
        self.waited[first:last] += np.bincount(bucket, weights=waits, minlength=last - first)

    def quantile(self, share: float, bucket: int | None = None) -> float | None:
        """The latency (s) that this share of answered requests kept to, in one span or in all; None without any."""
        counts = self.latencies.sum(axis=0) if bucket is None else self.latencies[bucket]
        total = int(counts.sum())
        if not total:
            return None
        step = int((counts.cumsum() >= share * total).argmax())
        return float(LEAST * 10 ** ((step + 0.5) / PER_DECADE))

    def _bucket(self, times: Floats) -> Counts:
        import numpy as np

        return np.minimum((times / self.width).astype(np.int64), self.buckets - 1)

    def _counted(self, times: Sequence[float] | Floats) -> Counts:
        import numpy as np

        return np.bincount(self._bucket(np.asarray(times, float)), minlength=self.buckets)
