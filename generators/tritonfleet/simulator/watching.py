"""Prometheus as a scaler asks it: the signals of the pods it scraped, and of the gateway.

Model: a scrape can be asked for at once. In a blackout every query finds nothing: Prometheus lost the target, or a
label changed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tritonfleet.simulator.counters import Sample, rate
from tritonfleet.simulator.pods import Deployment
from tritonfleet.simulator.policy import Trigger
from tritonfleet.simulator.signals import read


@dataclass(frozen=True, slots=True)
class Processor:
    """What a request costs in CPU seconds, and the CPUs that a pod requests: for scaling on CPU."""

    seconds: float
    cpus: float


class Prometheus:
    """Answers a trigger's query over ``window`` seconds."""

    def __init__(
        self, window: float, blackout: tuple[float, float] | None, processor: Processor | None
    ) -> None:
        self._window, self._blackout, self._processor = window, blackout, processor
        self._arrived = 0
        self._gateway: deque[Sample] = deque()

    def count(self, arrived: int, now: float) -> None:
        """So many more requests came to the gateway until now."""
        self._arrived += arrived
        self._gateway.append(Sample(now, float(self._arrived), 0.0, 0.0, 0.0, 0.0))
        while self._gateway[0].at <= now - 2 * self._window:
            self._gateway.popleft()

    def at(self, now: float, pods: Deployment) -> Callable[[Trigger], float | None]:
        """What queries find at this time."""
        series = pods.series(now - 2 * self._window)
        dark = self._blackout is not None and self._blackout[0] <= now < self._blackout[1]

        def ask(trigger: Trigger) -> float | None:
            if trigger.signal == "cpu":
                # The HPA has CPU from metrics-server, whatever Prometheus sees.
                requests = read("request-rate", series, now, self._window)
                return self._busy(requests, pods.ready_count(now))
            if dark:
                return None
            if trigger.signal == "gateway":
                return rate(self._gateway, "answered", now, self._window)
            return read(trigger.signal, series, now, self._window)

        return ask

    def _busy(self, requests: float | None, ready: int) -> float | None:
        """CPU in percent of what is requested, on average."""
        if requests is None or not ready or self._processor is None:
            return None
        return 100 * requests * self._processor.seconds / (ready * self._processor.cpus)
