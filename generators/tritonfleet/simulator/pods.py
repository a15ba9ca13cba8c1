"""The pods of a service: they start, become ready, serve, are told to leave, and are gone.

Model: a pod is ready a fixed time after it was made. One that is told to leave gets no more requests, keeps its GPU
until its queue is empty and at least for the preStop time, and at the end of the grace period drops what still waits.
Pods that are not ready yet go first, then the newest (kubernetes/kubernetes:pkg/controller/controller_utils.go).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.batching import Batching
from tritonfleet.simulator.counters import Meter, Sample
from tritonfleet.simulator.recorder import Recorder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GOLDEN = 0.6180339887498949
"""Spreads scrapes evenly over the interval, however many pods there are."""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """Seconds: until a pod is ready, that it stays after it was told to leave, and until it is cut off."""

    start: float
    pre_stop: float = 0.0
    grace: float = 30.0


class Pod:
    """One pod, from when it was made until it is gone."""

    def __init__(self, number: int, made: float, ready: float, batching: Batching, interval: float) -> None:
        self.made, self.ready = made, ready
        self.told, self.gone = inf, inf
        self.samples: deque[Sample] = deque()
        self._batcher, self._meter = Batcher(batching, ready), Meter()
        self._interval = interval
        self._scrape = ready + (number * GOLDEN % 1) * interval

    def serve(self, arrivals: NDArray[np.float64], until: float, record: Recorder) -> None:
        """Take in arrivals and work on them until this time; be scraped in between."""
        given = 0
        while self._scrape < min(until, self.gone):
            taken = int(arrivals.searchsorted(self._scrape))
            self._work(arrivals[given:taken], self._scrape, record)
            self.samples.append(self._meter.sample(self._scrape, self._batcher.waiting))
            given, self._scrape = taken, self._scrape + self._interval
        self._work(arrivals[given:], until, record)

    def leave(self, now: float) -> None:
        """Tell the pod to leave; one that is not ready is gone at once."""
        self.told = now
        if now < self.ready:
            self.gone = now

    def settle(self, now: float, lives: Lifetimes, record: Recorder) -> None:
        """Whether a pod that was told to leave has ended its work, or is cut off."""
        if self._batcher.waiting == 0:
            self.gone = min(max(self.told + lives.pre_stop, self._batcher.idle_at), self.told + lives.grace)
        elif now >= self.told + lives.grace:
            self.gone = now
            record.fail(self._batcher.abandon())

    def abandon(self) -> int:
        """How many requests still wait, which nobody answers any more."""
        return len(self._batcher.abandon())

    def _work(self, arrivals: NDArray[np.float64], until: float, record: Recorder) -> None:
        if len(arrivals):
            self._batcher.offer(arrivals.tolist())
        if self._batcher.waiting:
            batches = self._batcher.run(until)
            self._meter.add(batches)
            record.answer(batches)


class Deployment:
    """So many pods as were asked for, and those that are still leaving."""

    def __init__(self, batching: Batching, lives: Lifetimes, interval: float, replicas: int) -> None:
        self._batching, self._lives, self._interval = batching, lives, interval
        self._made = 0
        self.pods: list[Pod] = []
        self.leaving: list[Pod] = []
        self._past: list[Pod] = []
        self._past_seconds = 0.0
        self._add(replicas, made=0.0, ready=0.0)

    def ready(self, now: float) -> list[Pod]:
        """The pods that take requests."""
        return [pod for pod in self.pods if pod.ready <= now]

    def ready_count(self, now: float) -> int:
        """As the HPA counts: a pod that leaves is ready until Triton is told, after the preStop time."""
        still = sum(now < pod.told + self._lives.pre_stop for pod in self.leaving)
        return len(self.ready(now)) + still

    def next_ready(self, now: float) -> float:
        """When the next pod becomes ready."""
        return min((pod.ready for pod in self.pods if pod.ready > now), default=inf)

    def scale(self, replicas: int, now: float) -> None:
        """Make pods, or tell some to leave."""
        self._add(replicas - len(self.pods), made=now, ready=now + self._lives.start)
        self.pods.sort(key=lambda pod: (pod.ready, pod.made))
        while len(self.pods) > replicas:
            pod = self.pods.pop()
            pod.leave(now)
            (self._past if pod.gone <= now else self.leaving).append(pod)

    def settle(self, now: float, record: Recorder) -> None:
        """Let go of pods that have left."""
        for pod in self.leaving:
            pod.settle(now, self._lives, record)
        self._past += [pod for pod in self.leaving if pod.gone <= now]
        self.leaving = [pod for pod in self.leaving if pod.gone > now]

    def series(self, oldest: float) -> list[deque[Sample]]:
        """The samples of every pod since ``oldest``, also of pods that are gone; earlier ones are forgotten."""
        every = [*self.pods, *self.leaving, *self._past]
        for pod in every:
            while pod.samples and pod.samples[0].at <= oldest:
                pod.samples.popleft()
        self._past_seconds += sum(pod.gone - pod.made for pod in self._past if not pod.samples)
        self._past = [pod for pod in self._past if pod.samples]
        return [pod.samples for pod in every if pod.samples]

    def seconds(self, end: float) -> float:
        """For how long pods were there, all together, until this time."""
        return self._past_seconds + sum(
            min(pod.gone, end) - pod.made for pod in (*self.pods, *self.leaving, *self._past)
        )

    def close(self) -> int:
        """How many requests still wait in the end."""
        return sum(pod.abandon() for pod in (*self.pods, *self.leaving))

    def _add(self, count: int, made: float, ready: float) -> None:
        for _ in range(max(count, 0)):
            self.pods.append(Pod(self._made, made, ready, self._batching, self._interval))
            self._made += 1
