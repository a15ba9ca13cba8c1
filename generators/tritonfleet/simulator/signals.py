"""What the project's queries find in the samples: the signals a scaler acts on, over all pods that were scraped.

An empty result is None, which is not 0: no pod was scraped, or Prometheus lost sight of them. While nothing was asked
of the pods, a mean over requests is 0, as the queries have it (``queries``, ``idle``).
"""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.simulator.counters import Counter, Sample, mean_waiting, rate
from tritonfleet.simulator.policy import Signal

Series = Sequence[Sequence[Sample]]
"""The samples of each pod, in order of time."""


def read(signal: Signal, pods: Series, now: float, window: float) -> float | None:
    """The value of a signal at ``now``: milliseconds (queue-mean), requests, requests a second, or a share."""
    if signal == "queue-mean":
        waited, answered = _sum("queued", pods, now, window), _sum("answered", pods, now, window)
        if waited is None or answered is None:
            return None
        return 1000 * waited / answered if answered else 0.0
    if signal == "pending":
        return _total([mean_waiting(samples, now, window) for samples in pods])
    if signal == "gpu-busy":
        shares = [rate(samples, "busy", now, window) for samples in pods if _present(samples, now, window)]
        found = [share for share in shares if share is not None]
        return sum(found) / len(found) if found else None
    return _sum("spent" if signal == "concurrency" else "answered", pods, now, window)


def _present(samples: Sequence[Sample], now: float, window: float) -> bool:
    """Whether a pod is still there: a mean over pods is not to count those that are gone."""
    return bool(samples) and samples[-1].at > now - window / 2


def _sum(counter: Counter, pods: Series, now: float, window: float) -> float | None:
    return _total([rate(samples, counter, now, window) for samples in pods])


def _total(values: Sequence[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return sum(found) if found else None
