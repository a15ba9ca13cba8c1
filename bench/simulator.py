"""The simulator: how fast it is, and its queues against a real Triton's."""

from __future__ import annotations

import csv
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.measuring import ROOT, Figure, figure
from bench.queues.cases import Case, cases, write_models
from bench.queues.measure import Compared, Overhead, compare, overhead
from tritonfleet.tools import tritonserver

TABLE = ROOT / "docs" / "scaling-validation.csv"
"""What docs/scaling.md shows of the measurement."""
SECONDS = 25.0
CACHE = os.environ.get("XDG_CACHE_HOME")
"""Where the server is installed: every measurement has a cache of its own, set after this was read."""
TITLES = (
    "batch", "instances", "delay_ms", "load", "requests", "added_ms", "mean_batch", "mean_batch_simulated",
    "mean_wait_ms", "mean_wait_simulated_ms", "median_wait_ms", "median_wait_simulated_ms",
)  # fmt: skip


def queues(folder: Path) -> dict[str, Figure]:
    """waiting times of a real Triton, and of the simulator with the same arrivals"""
    found = _measured(folder)
    _write(found)
    off = [abs(each.simulated.mean / each.real.mean - 1) for each in found]
    return {
        "simulator-queue-time-off-median": figure(
            100 * statistics.median(off), "%", f"Triton's counters, {len(off)} loads"
        ),
        "simulator-queue-time-off-most": figure(100 * max(off), "%", "Triton's counters, the worst of them"),
    }


def speed(folder: Path) -> dict[str, Figure]:
    """an hour at 7,200 requests a second on up to eight pods"""
    from tritonfleet.simulator import Batching, Lifetimes, Policy, Scenario, Trigger, shape, simulate

    seconds = tuple(0.0038 + 0.00163 * size for size in range(1, 17))
    scenario = Scenario(shape("step", 7200), Batching(seconds, 3), Lifetimes(50, 15, 60), within=0.08)
    policy = Policy("concurrency", 2, 8, (Trigger("concurrency", "AverageValue", 40),))
    start = time.process_time()
    run = simulate(scenario, policy)
    took = time.process_time() - start
    return {
        "simulator-ratio": figure(scenario.trace.duration / took, "s/s", "simulated by CPU seconds"),
        "simulator-requests": figure(
            int(run.record.arrived.sum()) / took / 1e6, "M/s", "requests by CPU seconds"
        ),
    }


def _measured(folder: Path) -> list[Compared]:
    # The server that tests use is the tests' own, which are no package of this one.
    sys.path.append(str(ROOT / "tests"))
    from support.tritonserver import Server

    repository = folder / "sleepers"
    write_models(repository)
    found, known = [], dict[str, Overhead]()
    with Server(repository, folder / "triton.log", installation=_installed()) as server:
        address = f"http://127.0.0.1:{server.http_port}"
        while not server.ready():
            time.sleep(0.2)
        for case in cases():
            if case.model not in known:
                known[case.model] = overhead(case, address)
            found.append(compare(case, address, SECONDS, known[case.model]))
            sys.stderr.write(f"{case.model} at {case.load:.0%}: {_off(found[-1]):+.1%}\n")
    return found


def _installed() -> tritonserver.TritonServer:
    own = os.environ.pop("XDG_CACHE_HOME")
    if CACHE is not None:
        os.environ["XDG_CACHE_HOME"] = CACHE
    try:
        return tritonserver.find()
    finally:
        os.environ["XDG_CACHE_HOME"] = own


def _off(compared: Compared) -> float:
    return compared.simulated.mean / compared.real.mean - 1


def _write(found: Sequence[Compared]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(TITLES)
        writer.writerows(_row(each.case, each) for each in found)


def _row(case: Case, each: Compared) -> list[str]:
    real, simulated = each.real, each.simulated
    numbers = (real.batch, simulated.batch)
    waits = (real.mean, simulated.mean, max(real.median, 0.0), simulated.median)
    return [
        str(case.max_batch),
        str(case.instances),
        f"{1000 * case.delay:g}",
        f"{case.load:g}",
        str(each.requests),
        f"{1000 * each.added:.2f}",
        *(f"{number:.2f}" for number in numbers),
        *(f"{1000 * wait:.1f}" for wait in waits),
    ]
