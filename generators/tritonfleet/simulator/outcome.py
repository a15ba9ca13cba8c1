"""What came of a run, in numbers for a table, a picture and machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tritonfleet.simulator.run import Run
from tritonfleet.simulator.serving import Serving


@dataclass(frozen=True, slots=True)
class Outcome:
    """A policy's run. Latencies are in seconds, None where nothing was answered; ``price`` is of the whole run.

    The series are over equal spans of time, at ``times`` (seconds, where each begins).
    """

    policy: str
    note: str
    requests: int
    late: int
    failed: int
    unanswered: int
    p50: float | None
    p99: float | None
    replicas: tuple[int, float, int]
    gpu_hours: float
    price: float | None
    times: tuple[float, ...]
    ready: tuple[float, ...]
    asked: tuple[float, ...]
    rates: tuple[float, ...]
    p99s: tuple[float | None, ...]
    missed: tuple[float | None, ...]
    queued: tuple[float | None, ...]

    @property
    def missed_share(self) -> float:
        """The share of requests that came too late, or not at all."""
        return (self.late + self.failed) / self.requests if self.requests else 0.0


def outcome_of(run: Run, serving: Serving) -> Outcome:
    """Sum a run up. Replicas: the fewest, the mean and the most that were ready."""
    record = run.record
    spans = range(record.buckets)
    times = tuple(span * record.width for span in spans)
    ready, asked = _over_time(run, 2), _over_time(run, 1)
    hours = run.pod_seconds / 3600
    bad = record.late + record.failed
    return Outcome(
        run.policy.name,
        run.policy.note,
        requests=int(record.arrived.sum()),
        late=int(record.late.sum()),
        failed=int(record.failed.sum()),
        unanswered=run.unanswered,
        p50=record.quantile(0.5),
        p99=record.quantile(0.99),
        replicas=(min(count for _, _, count in run.replicas), sum(ready) / len(ready), _most(run)),
        gpu_hours=hours * serving.gpus,
        price=hours * serving.price if serving.price is not None else None,
        times=times,
        ready=ready,
        asked=asked,
        rates=tuple(float(count) / record.width for count in record.arrived),
        p99s=tuple(record.quantile(0.99, span) for span in spans),
        missed=tuple(_share(bad[span], record.arrived[span]) for span in spans),
        queued=tuple(_share(record.waited[span], record.answered[span]) for span in spans),
    )


def as_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome for machines; times in seconds, latencies in milliseconds."""
    return {
        "policy": outcome.policy,
        "acts_on": outcome.note,
        "requests": outcome.requests,
        "late": outcome.late,
        "failed": outcome.failed,
        "unanswered": outcome.unanswered,
        "missedShare": round(outcome.missed_share, 6),
        "p50": _ms(outcome.p50),
        "p99": _ms(outcome.p99),
        "replicas": dict(zip(("least", "mean", "most"), outcome.replicas, strict=True)),
        "gpuHours": round(outcome.gpu_hours, 4),
        "price": round(outcome.price, 4) if outcome.price is not None else None,
        "series": {
            "times": outcome.times,
            "requestsPerSecond": outcome.rates,
            "replicasReady": outcome.ready,
            "replicasAsked": outcome.asked,
            "p99": [_ms(value) for value in outcome.p99s],
            "queueTime": [_ms(value) for value in outcome.queued],
            "missedShare": outcome.missed,
        },
    }


def _over_time(run: Run, column: int) -> tuple[float, ...]:
    """Replicas at the middle of each span."""
    record, points = run.record, run.replicas
    found, index = [], 0
    for span in range(record.buckets):
        middle = (span + 0.5) * record.width
        while index + 1 < len(points) and points[index + 1][0] <= middle:
            index += 1
        found.append(float(points[index][column]))
    return tuple(found)


def _most(run: Run) -> int:
    return max(count for _, _, count in run.replicas)


def _share(part: float, whole: float) -> float | None:
    return float(part) / float(whole) if whole else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(1000 * seconds, 3)


def best(outcomes: Sequence[Outcome], allowed: float) -> Outcome | None:
    """The cheapest that misses no more than is allowed; None where all do."""
    fine = [outcome for outcome in outcomes if outcome.missed_share <= allowed]
    return min(fine, key=lambda outcome: outcome.gpu_hours, default=None)
