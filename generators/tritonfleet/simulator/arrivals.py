"""When requests arrive, at the rate of a trace.

Model: a Poisson process, so many independent clients; its times follow from the trace's cumulated rate. ``uniform``
spaces them evenly instead. The time is cut into blocks of ten seconds, each with a generator of its own, so the
arrivals are the same whatever is done with them. The rate changes within a block, in steps of a tenth of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.simulator.traces import Trace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Times = NDArray[np.float64]

BLOCK = 10.0
STEPS = 100


class Arrivals:
    """Arrival times of a trace, in seconds; the same ``seed`` gives the same times."""

    def __init__(self, trace: Trace, seed: int = 0, *, uniform: bool = False) -> None:
        self._trace, self._seed, self._uniform = trace, seed, uniform
        self._number = -1
        self._block: Times | None = None
        self._left = 0.5

    def between(self, start: float, end: float) -> Times:
        """The arrivals from ``start`` until before ``end``, to be asked for in order of time."""
        import numpy as np

        parts = []
        for number in range(int(start // BLOCK), int(-(-end // BLOCK))):
            block = self._of(number)
            first, last = np.searchsorted(block, (start, end))
            parts.append(block[first:last])
        return np.concatenate(parts) if parts else np.empty(0)

    def _of(self, number: int) -> Times:
        if number != self._number or self._block is None:
            self._number, self._block = number, self._made(number)
        return self._block

    def _made(self, number: int) -> Times:
        import numpy as np

        edges = number * BLOCK + np.arange(STEPS + 1) * (BLOCK / STEPS)
        trace = self._trace
        rates = np.interp(edges, trace.times, trace.rates, left=0.0, right=0.0)
        expected = np.concatenate(([0.0], np.cumsum((rates[1:] + rates[:-1]) / 2 * (BLOCK / STEPS))))
        if self._uniform:
            marks = np.arange(self._left, expected[-1])
            self._left = self._left + len(marks) - expected[-1]
        else:
            generator = np.random.default_rng((self._seed, number))
            marks = np.sort(generator.uniform(0.0, expected[-1], generator.poisson(expected[-1])))
        times: Times = np.interp(marks, expected, edges)
        return times
