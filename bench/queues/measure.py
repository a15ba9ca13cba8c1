"""One case on a real Triton, and in the simulator with the arrival times of that run."""

from __future__ import annotations

import json
import statistics
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bench.queues.cases import Case, idle
from bench.queues.load import Sent, saturate, send
from tritonfleet.simulator.arrivals import Arrivals
from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.traces import Trace

IDLE_SECONDS, SATURATED_SECONDS = 10.0, 6.0


@dataclass(frozen=True, slots=True)
class Overhead:
    """What the server adds, in seconds: to each batch (under load), to the queue, and between it and the client."""

    batch: float
    queue: float
    wire: float


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds in the queue: the mean by Triton's own counter, the median as the client saw it; the mean batch."""

    mean: float
    median: float
    batch: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the table."""

    case: Case
    requests: int
    real: Waits
    simulated: Waits


def overhead(case: Case, address: str) -> Overhead:
    """What the server and the client add to the case's model, with neither too many nor too few requests."""
    batching = case.batching()
    at_once = 2 * batching.max_batch * batching.instances
    throughput = saturate(f"{address}/v2/models/{case.model}/infer", at_once, SATURATED_SECONDS)
    sent, used = _run(idle(case), address, IDLE_SECONDS, seed=99)
    return Overhead(
        batching.max_batch * batching.instances / throughput - batching.service_time[-1],
        used["queue"]["ns"] / 1e9 / used["queue"]["count"] - case.delay,
        statistics.median(request.began - request.at for request in sent) - case.delay,
    )


def compare(case: Case, address: str, seconds: float, idle: Overhead) -> Compared:
    """The case for so many seconds on the server at ``address``, then simulated."""
    sent, used = _run(case, address, seconds, seed=1)
    real = Waits(
        used["queue"]["ns"] / 1e9 / used["queue"]["count"],
        statistics.median(request.began - request.at for request in sent) - idle.wire,
        len(sent) / sum(1 / request.batch for request in sent),
    )
    waits = sorted(_simulated(case, sent, idle))
    simulated = Waits(statistics.fmean(w for w, _ in waits), statistics.median(w for w, _ in waits), 0)
    batch = len(waits) / sum(1 / size for _, size in waits)
    return Compared(case, len(sent), real, Waits(simulated.mean + idle.queue, simulated.median, batch))


def _simulated(case: Case, sent: Sequence[Sent], idle: Overhead) -> Iterator[tuple[float, int]]:
    """The wait of each request, and the size of its batch."""
    arrivals = sorted(request.at + idle.wire for request in sent)
    batcher = Batcher(case.batching(idle.batch), arrivals[0])
    batcher.offer(arrivals)
    done = batcher.run(float("inf"))
    at = iter(done.arrivals)
    for start, size in zip(done.starts, done.sizes, strict=True):
        yield from ((start - next(at), size) for _ in range(size))


def _run(case: Case, address: str, seconds: float, seed: int) -> tuple[list[Sent], dict[str, Any]]:
    """What was sent, and how Triton's statistics of the model grew by it (nanoseconds and counts)."""
    trace = Trace(case.model, (0.0, seconds), (case.rate, case.rate))
    times = Arrivals(trace, seed).between(0.0, seconds).tolist()
    url = f"{address}/v2/models/{case.model}"
    before = _statistics(url)
    sent = send(f"{url}/infer", times)
    after = _statistics(url)
    return sent, {
        name: {part: after[name][part] - before[name][part] for part in ("ns", "count")} for name in after
    }


def _statistics(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{url}/stats", timeout=10) as response:
        stats: dict[str, Any] = json.load(response)["model_stats"][0]["inference_stats"]
    return stats
