"""The measurements that are packed: read in place, never kept with the project.

ParvaGPU: MunQ-Lee/ParvaGPU_SC24 (MIT): prof_data, SLO, deployment. openb: data/csv of
hkust-adsl/kubernetes-scheduler-simulator (Apache-2.0).
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]


class DataAbsent(Exception):
    """The data is not on this machine: measure nothing, and say so."""


def folder(name: str) -> Path:
    """One data set's folder, beside the repository or where TRITONFLEET_BENCH_DATA points. Raises DataAbsent."""
    root = Path(os.environ.get("TRITONFLEET_BENCH_DATA", PROJECT.parent / "shared" / "data"))
    found = root / name
    if not found.is_dir():
        raise DataAbsent(f"no {name} in {root}; set TRITONFLEET_BENCH_DATA to the folder that holds it")
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """One model on one MIG size: ``throughput`` of each process in requests/s, ``latency`` in seconds."""

    model: str
    size: int
    batch: int
    processes: int
    throughput: float
    latency: float


@dataclass(frozen=True, slots=True)
class Load:
    """What a scenario asks of one model: requests/s, and the latency objective in milliseconds."""

    model: str
    rate: float
    slo_ms: float


@dataclass(frozen=True, slots=True)
class Deployed:
    """One row of a published deployment: the model on ``size`` compute slices from memory slice ``start``."""

    model: str
    start: int
    size: int
    batch: int
    processes: int


def measurements() -> list[Measured]:
    """Every row of every model's profile."""
    return [
        Measured(path.stem, int(row[0]), int(row[1]), int(row[2]), float(row[3]), float(row[4]))
        for path in _profiles()
        for row in _rows(path)
    ]


def scenario(number: int) -> list[Load]:
    """Scenario 1 to 6; models that it does not use are left out."""
    slo = folder("parvagpu") / "SLO"
    rates = (slo / "SLO_req_rate.csv").read_text().splitlines()[number - 1].split(",")
    limits = (slo / "SLO_latency.csv").read_text().splitlines()[number - 1].split(",")
    models = [path.stem for path in _profiles()]
    return [
        Load(model, float(rate), float(limit))
        for model, rate, limit in zip(models, rates, limits, strict=True)
        if rate != "N/A"
    ]


def published(number: int) -> dict[tuple[int, int], list[Deployed]]:
    """The published deployment of a scenario, by machine and GPU."""
    path = folder("parvagpu") / "deployment" / f"SLO{number}" / f"SLO{number}_ParvaGPU_deploy.csv"
    found: dict[tuple[int, int], list[Deployed]] = defaultdict(list)
    for machine, gpu, model, start, size, batch, processes in _rows(path):
        row = Deployed(model, int(start), int(size), int(batch), int(processes))
        found[int(machine), int(gpu)].append(row)
    return dict(found)


def _profiles() -> list[Path]:
    """Alphabetically: the order of the columns of a scenario."""
    return sorted((folder("parvagpu") / "prof_data").glob("*.csv"), key=lambda path: path.stem)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows
