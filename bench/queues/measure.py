"""One case on a real Triton, and in the simulator with the arrival times of that run."""

from __future__ import annotations

import json
import statistics
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.queues.cases import EACH, FIXED, Case, idle
from bench.queues.load import Sent, send
from tritonfleet.simulator.arrivals import Arrivals
from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.traces import Trace

IDLE_SECONDS = 12.0
COMPUTE = ("compute_input", "compute_infer", "compute_output")


@dataclass(frozen=True, slots=True)
class Overhead:
    """What an idle server adds, in seconds: in its queue, and between the client and the start of a batch."""

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
    """One line of the table. ``added``: seconds that a batch takes longer than the model sleeps, as Triton counts."""

    case: Case
    requests: int
    added: float
    real: Waits
    simulated: Waits


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: what was sent, the mean wait that Triton counted, and what its batches took longer than they sleep."""

    sent: Sequence[Sent]
    wait: float
    added: float


def overhead(case: Case, address: str) -> Overhead:
    """What the server and the client add where nothing waits."""
    ran = _run(idle(case), address, IDLE_SECONDS, seed=99)
    median = statistics.median(request.began - request.at for request in ran.sent)
    return Overhead(ran.wait - case.delay, median - case.delay)


def compare(case: Case, address: str, seconds: float, idle: Overhead) -> Compared:
    """The case for so many seconds on the server at ``address``, then simulated with the same arrivals."""
    ran = _run(case, address, seconds, seed=1)
    waits = [request.began - request.at - idle.wire for request in ran.sent]
    real = Waits(ran.wait, statistics.median(waits), _mean_batch([request.batch for request in ran.sent]))
    return Compared(case, len(ran.sent), ran.added, real, _simulated(case, ran, idle))


def _simulated(case: Case, ran: Ran, idle: Overhead) -> Waits:
    arrivals = sorted(request.at + idle.wire for request in ran.sent)
    batcher = Batcher(case.batching(ran.added), arrivals[0])
    batcher.offer(arrivals)
    done = batcher.run(float("inf"))
    starts = [start for start, size in zip(done.starts, done.sizes, strict=True) for _ in range(size)]
    waits = [start - arrival for start, arrival in zip(starts, done.arrivals, strict=True)]
    mean = statistics.fmean(waits) + idle.queue
    return Waits(mean, statistics.median(waits), len(waits) / len(done.sizes))


def _mean_batch(sizes: Sequence[int]) -> float:
    """Of the batches, given that of each request."""
    return len(sizes) / sum(1 / size for size in sizes)


def _run(case: Case, address: str, seconds: float, seed: int) -> Ran:
    """Poisson arrivals at the case's rate, and what Triton counted of them."""
    trace = Trace(case.model, (0.0, seconds), (case.rate, case.rate))
    times = Arrivals(trace, seed).between(0.0, seconds).tolist()
    url = f"{address}/v2/models/{case.model}"
    before = _counted(url)
    sent = send(f"{url}/infer", times)
    after = _counted(url)
    counted = {name: after[name] - before[name] for name in after}
    slept = counted["batches"] * FIXED + len(sent) * EACH
    return Ran(sent, counted["queue"] / len(sent), (counted["busy"] - slept) / counted["batches"])


def _counted(url: str) -> dict[str, float]:
    """Triton's counters of a model: seconds in the queue by request, seconds of computing by batch, and batches."""
    with urllib.request.urlopen(f"{url}/stats", timeout=10) as response:
        stats: dict[str, Any] = json.load(response)["model_stats"][0]
    busy = [batch[stage]["ns"] for batch in stats["batch_stats"] for stage in COMPUTE]
    queue = stats["inference_stats"]["queue"]["ns"]
    return {"queue": queue / 1e9, "busy": sum(busy) / 1e9, "batches": float(stats["execution_count"])}
