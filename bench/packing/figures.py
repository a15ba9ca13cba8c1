"""The packing figures: how few GPUs, how near to what is proved, and against what."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.packing import data, mixed, openb, parvagpu
from tritonfleet.planner.packing import solve, verify
from tritonfleet.planner.placing.placed import GAP

Figure = dict[str, Any]


def parvagpu_scenarios(folder: Path) -> dict[str, Figure]:
    """Packing ParvaGPU's six scenarios onto A100-80GB."""
    try:
        return {f"packing.parvagpu.s{number}": _scenario(number) for number in parvagpu.PUBLISHED}
    except data.DataAbsent as absent:
        return _skipped(absent)


def _scenario(number: int) -> Figure:
    runs = [parvagpu.pack(number) for _ in range(3)]
    _require_right(f"ParvaGPU S{number}", runs[0].mistakes)
    solution = runs[0].solution
    seconds = statistics.median(run.seconds for run in runs)
    published, overlaps = parvagpu.PUBLISHED[number], len(parvagpu.overlapping(number))
    against = (
        f"{published} published, placements overlap on {overlaps} of them; here every GPU verified, "
        f"{_proof(solution.cost, solution.bound)}, {seconds:.2f} s"
    )
    return {"value": solution.used, "unit": "GPUs", "against": against}


def openb_fractions(folder: Path) -> dict[str, Figure]:
    """Packing openb's 3,078 fractions of GPUs."""
    try:
        packed = openb.pack()
    except data.DataAbsent as absent:
        return _skipped(absent)
    _require_right("openb", packed.mistakes)
    fractions, hosts = packed.fractions, packed.hosts
    gpus, on_hosts = len(fractions.bins), len(hosts.gpus)
    nodes = len({name for name, _, _ in hosts.gpus})
    plain = (
        f"first-fit decreasing: {packed.first_fit}; {_proof(gpus, fractions.bound)}, {packed.seconds:.2f} s"
    )
    kept = (
        f"node sizes, CPU and memory kept, on {nodes} nodes otherwise idle; no pod names a GPU model; "
        f"{_proof(on_hosts, hosts.bound)} (bound: without nodes), {packed.host_seconds:.2f} s"
    )
    return {
        "packing.openb.gpus": {"value": gpus, "unit": "GPUs", "against": plain},
        "packing.openb.gap": _gap(fractions.gap, f"at least {fractions.bound} proved in whole numbers"),
        "packing.openb.nodes.gpus": {"value": on_hosts, "unit": "GPUs", "against": kept},
        "packing.openb.nodes.gap": _gap((on_hosts - hosts.bound) / on_hosts, f"at least {hosts.bound}"),
    }


def mixed_services(folder: Path) -> dict[str, Figure]:
    """Packing a thousand services: MIG slices, shares and whole GPUs of three products."""
    problem = mixed.problem(1000)
    start = time.perf_counter()
    solution = solve(problem, limit=60, gap=GAP)
    seconds = time.perf_counter() - start
    _require_right("the mixed services", verify(problem, solution, mixed.legal))
    size = f"1000 services on {solution.used} GPUs, to within {GAP:.2%}, every GPU verified"
    cost = f"cost {solution.cost:g}, at least {solution.bound:g} proved"
    return {
        "packing.mixed1000.s": {"value": round(seconds, 3), "unit": "s", "against": size},
        "packing.mixed1000.gap": _gap(solution.gap, cost),
    }


def _proof(value: float, bound: float) -> str:
    return "proved least" if value <= bound else f"at least {bound:g} proved"


def _gap(part: float, against: str) -> Figure:
    return {"value": round(100 * part, 4), "unit": "%", "against": against}


def _require_right(what: str, mistakes: list[str] | tuple[str, ...]) -> None:
    """A figure of a wrong packing is none."""
    if mistakes:
        raise AssertionError(f"the packing of {what} is wrong: {mistakes[0]} (and {len(mistakes) - 1} more)")


def _skipped(reason: data.DataAbsent) -> dict[str, Figure]:
    sys.stderr.write(f"skipped: {reason}\n")
    return {}
