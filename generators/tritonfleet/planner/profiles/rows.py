"""Measurements of a service, and the best that keep within a latency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WHOLE_GPU = "gpu"


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One measurement of one pod.

    ``unit`` is what the pod had: a MIG profile, ``gpu`` for a whole GPU, or ``share-4`` for a GPU shared by four.
    ``throughput`` is in inferences a second, of all ``processes`` (model instances) of the pod together. ``batch`` and
    ``processes`` are None where nobody said with how many it was measured: the model then runs as it is declared.
    """

    unit: str
    batch: int | None
    processes: int | None
    throughput: float
    latency_ms: float


def feasible(rows: Iterable[ProfileRow], latency_ms: float) -> Mapping[str, ProfileRow]:
    """For each unit the row of the largest throughput among those whose latency is below the bound.

    Of equal rows it is the one with the fewest processes, then the smallest batch: they take less memory. Units
    without such a row are left out.
    """
    best: dict[str, ProfileRow] = {}
    for row in rows:
        if row.latency_ms < latency_ms and (row.unit not in best or _merit(row) > _merit(best[row.unit])):
            best[row.unit] = row
    return best


def _merit(row: ProfileRow) -> tuple[float, int, int, float]:
    return row.throughput, -(row.processes or 0), -(row.batch or 0), -row.latency_ms
