"""What ``tritonfleet simulate`` prints and writes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import isfinite

from tritonfleet.cli.output import console
from tritonfleet.simulator.outcome import Outcome, as_json, best
from tritonfleet.simulator.run import Scenario
from tritonfleet.simulator.serving import Serving

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 30
COLUMNS = ("policy", "missed", "p50", "p99", "replicas", "GPU-hours", "cost")


def print_text(serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> None:
    """A line on what was simulated, then one a policy, with its replicas over time."""
    from rich.table import Table

    out = console()
    out.print(describe(serving, scenario))
    table = Table("policy", box=None, pad_edge=False)
    for title in COLUMNS[1:]:
        table.add_column(title, justify="right")
    table.add_column("replicas over time")
    table.add_column("acts on")
    most = max(max(outcome.ready) for outcome in outcomes)
    for outcome in outcomes:
        table.add_row(*row(outcome, serving), sparkline(outcome.ready, most), f"[dim]{outcome.note}[/]")
    out.print(table)
    if text := verdict(serving, outcomes):
        out.print(text)


def print_json(serving: Serving, scenario: Scenario, outcomes: Sequence[Outcome]) -> None:
    """The same for machines, with every series."""
    batching = serving.batching
    found = {
        "version": 1,
        "service": serving.service.name,
        "environment": serving.environment.name,
        "trace": {
            "name": scenario.trace.name,
            "seconds": scenario.trace.duration,
            "peak": scenario.trace.peak,
        },
        "seed": scenario.seed,
        "batchSeconds": batching.service_time,
        "instances": batching.instances,
        "requestsPerSecondPerPod": batching.capacity,
        "startSeconds": serving.lives.start,
        "within": serving.within if isfinite(serving.within) else None,
        "currency": serving.currency or None,
        "policies": [as_json(outcome) for outcome in outcomes],
    }
    print(json.dumps(found, indent=1))  # noqa: T201


def describe(serving: Serving, scenario: Scenario) -> str:
    """What was simulated, in two lines."""
    batching, trace = serving.batching, scenario.trace
    within = f", objective {1000 * serving.within:g} ms" if isfinite(serving.within) else ""
    last = batching.service_time
    spread = f"{1000 * last[0]:.3g} ms" + (f" to {1000 * last[-1]:.3g} ms" if len(last) > 1 else "")
    return (
        f"{serving.service.name} in {serving.environment.name}: {trace.name} over {_span(trace.duration)}, "
        f"at most {trace.peak:.4g} requests/s{within}, seed {scenario.seed}\n"
        f"a pod: batches of 1 to {batching.max_batch} in {spread}, {batching.instances} at a time, so at most "
        f"{batching.capacity:.4g} requests/s; ready after {serving.lives.start:g} s"
    )


def row(outcome: Outcome, serving: Serving) -> list[str]:
    """The texts of ``COLUMNS``."""
    least, mean, most = outcome.replicas
    return [
        outcome.policy,
        f"{100 * outcome.missed_share:.2f} %" if isfinite(serving.within) or outcome.failed else "-",
        _latency(outcome.p50),
        _latency(outcome.p99),
        f"{least}–{most}, mean {mean:.1f}",
        f"{outcome.gpu_hours:.2f}",
        f"{outcome.price:.2f} {serving.currency}" if outcome.price is not None else "-",
    ]


def verdict(serving: Serving, outcomes: Sequence[Outcome]) -> str:
    """Which policy holds the objective with the fewest GPU-hours; nothing to say without an objective."""
    slo = serving.service.spec.slo
    if slo is None or slo.latency is None or len(outcomes) < 2:
        return ""
    found = best(outcomes, 1 - slo.latency.objective.ratio)
    if found is None:
        return f"none holds {slo.latency.objective} within {slo.latency.within}"
    return (
        f"{found.policy} holds {slo.latency.objective} within {slo.latency.within} with the fewest GPU-hours"
    )


def sparkline(values: Sequence[float], most: float) -> str:
    """The values as a row of bars, from 0 to ``most``."""
    step = max(len(values) / WIDTH, 1.0)
    picked = [values[int(n * step)] for n in range(min(WIDTH, len(values)))]
    return "".join(BARS[round((len(BARS) - 1) * value / most) if most else 0] for value in picked)


def _latency(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.3g} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def _span(seconds: float) -> str:
    if seconds >= 7200:
        return f"{seconds / 3600:g} h"
    return f"{seconds / 60:g} min" if seconds >= 120 else f"{seconds:g} s"
