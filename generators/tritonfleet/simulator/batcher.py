"""One pod: Triton's queue, dynamic batcher and model instances.

Model, after triton-inference-server/core:src/dynamic_batch_scheduler.cc@r24.10 and src/rate_limiter.cc:

* One queue in order of arrival. An instance that is free takes a batch at once, of what waits, at most ``max_batch``.
  (Triton hands batches over before an instance is free, two an instance, but goes on filling the last one.)
* ``preferred``: of what waits, the largest preferred size is taken, or all where that is less than the smallest.
* ``delay``: a free instance waits until the smallest preferred size is there or the oldest request is so old; then it
  takes all that waits.
* ``max_queue``: a request that finds so many waiting is refused. ``timeout``: a request that waited longer when its
  turn comes is refused. Requests carry one inference each; priorities, shapes and the cache are not modelled.
* The time from arrival to the start of the batch is what ``nv_inference_queue_duration_us`` counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from heapq import heapreplace
from math import inf

from tritonfleet.simulator.batching import Batches, Batching, Started


class Batcher:
    """A pod's queue over time: ``offer`` arrivals in order, ``run`` until a time."""

    def __init__(self, batching: Batching, now: float = 0.0) -> None:
        self._how = batching
        self._seconds = (0.0, *batching.service_time)
        self._free = [now] * batching.instances
        self._coming: list[float] = []
        self._head = 0
        self._queue: deque[float] = deque()
        self._enough = min(batching.preferred, default=batching.max_batch)
        self._take = batching.takes()

    @property
    def waiting(self) -> int:
        """Requests that were offered, and neither started nor refused yet."""
        return len(self._coming) - self._head + len(self._queue)

    @property
    def idle_at(self) -> float:
        """When the last batch that was started ends."""
        return max(self._free)

    def offer(self, arrivals: Sequence[float]) -> None:
        """Requests that arrive, in order, none earlier than those offered before."""
        self._coming.extend(arrivals)

    def abandon(self) -> list[float]:
        """The arrivals of what still waits, which is no longer."""
        left = [*self._queue, *self._coming[self._head :]]
        self._queue.clear()
        self._coming, self._head = [], 0
        return left

    def run(self, until: float) -> Batches:
        """Start every batch that starts before ``until``; later arrivals may still join those that do not."""
        done = Started()
        if self._how.limited:
            self._run_limited(until, done)
        elif self._how.delay:
            self._run_delayed(until, done)
        else:
            self._run(until, done)
        del self._coming[: self._head]
        self._head = 0
        return done.batches(self._seconds)

    def _run(self, until: float, done: Started) -> None:
        """A step a batch, not a request: what waits is found by bisection. Written for speed."""
        coming, free, take, seconds = self._coming, self._free, self._take, self._seconds
        started, sized = done.starts.append, done.sizes.append
        largest, head, count = len(take) - 1, 0, len(coming)
        while head < count:
            start = coming[head]
            if free[0] > start:
                start = free[0]
            if start >= until:
                break
            after = head + 1
            if after < count and coming[after] <= start:
                size = take[bisect_right(coming, start, after, min(head + largest, count)) - head]
                head += size
            else:
                size, head = 1, after
            heapreplace(free, start + seconds[size])
            started(start)
            sized(size)
        done.arrivals = coming[:head]
        self._head = head

    def _run_delayed(self, until: float, done: Started) -> None:
        """The same where a free instance waits for more."""
        while (start := self._next_start()) < until:
            head, oldest = self._head, self._coming[self._head]
            waiting = (
                bisect_right(self._coming, start, head, min(head + self._how.max_batch, len(self._coming)))
                - head
            )
            size = self._size(waiting, waited=start >= oldest + self._how.delay)
            heapreplace(self._free, start + self._seconds[size])
            done.starts.append(start)
            done.sizes.append(size)
            self._head = head + size
        done.arrivals = self._coming[: self._head]

    def _size(self, waiting: int, *, waited: bool) -> int:
        """How many a batch takes; ``waited``: the oldest waited as long as the delay allows."""
        if waited and self._how.delay:
            return min(waiting, self._how.max_batch)
        return self._take[min(waiting, len(self._take) - 1)]

    def _run_limited(self, until: float, done: Started) -> None:
        """The same with a queue that refuses: requests are looked at one by one."""
        while (start := self._next_start()) < until:
            self._admit(start, done)
            if not self._queue:
                continue
            size = self._size(len(self._queue), waited=start >= self._queue[0] + self._how.delay)
            heapreplace(self._free, start + self._seconds[size])
            done.starts.append(start)
            done.sizes.append(size)
            done.arrivals.extend(self._queue.popleft() for _ in range(size))

    def _next_start(self) -> float:
        """When the next batch starts, or infinity where nothing waits."""
        if not self.waiting:
            return inf
        first = self._queue[0] if self._queue else self._coming[self._head]
        if not self._how.delay:
            return max(first, self._free[0])
        last = self._head + self._enough - len(self._queue) - 1
        there = inf if last >= len(self._coming) else self._coming[last] if last >= self._head else first
        return max(min(first + self._how.delay, there), self._free[0])

    def _admit(self, now: float, done: Started) -> None:
        """Let in what arrived until now, as far as there is room, and refuse what waited too long."""
        arrived = bisect_right(self._coming, now, self._head)
        room = self._how.max_queue - len(self._queue) if self._how.max_queue else arrived
        let_in = min(self._head + room, arrived)
        self._queue.extend(self._coming[self._head : let_in])
        done.refused.extend(self._coming[let_in:arrived])
        self._head = arrived
        while self._how.timeout and self._queue and now - self._queue[0] > self._how.timeout:
            done.refused.append(self._queue.popleft())
