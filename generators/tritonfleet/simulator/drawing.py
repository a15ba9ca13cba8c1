"""The picture of a comparison: load, replicas, latency and misses over time, one line a policy."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from tritonfleet.plotting import Line, Look, Panel, Series, Threshold, plot_time
from tritonfleet.simulator.outcome import Outcome

PANELS = ("load", "replicas", "p99", "missed")


def draw(outcomes: Sequence[Outcome], within: float, look: Look, panels: Sequence[str] = PANELS) -> bytes:
    """The panels named, of load, replicas, p99, queue and missed. Raises ToolMissing without matplotlib."""
    first = outcomes[0]
    made = {
        "load": Panel(
            "Load", [Series("requests/s", first.times, first.rates, filled=True)], "reqps", minimum=0
        ),
        "replicas": Panel("Ready replicas", [_steps(each) for each in outcomes], minimum=0),
        "queue": Panel(
            "Mean queue time", [Series(o.policy, o.times, _ms(o.queued)) for o in outcomes], "ms", minimum=0
        ),
        "p99": _latency(outcomes, within),
        "missed": Panel(
            "Too late or not answered",
            [Series(o.policy, o.times, o.missed) for o in outcomes],
            "percentunit",
            minimum=0,
            maximum=1,
        ),
    }
    return plot_time([made[name] for name in panels], look)


def _steps(outcome: Outcome) -> Series:
    return Series(outcome.policy, outcome.times, outcome.ready, Line.STEPS)


def _latency(outcomes: Sequence[Outcome], within: float) -> Panel:
    """Cut at a few times the objective: a collapsed service takes minutes, and would flatten all else."""
    lines = [Series(o.policy, o.times, _ms(o.p99s)) for o in outcomes]
    if not isfinite(within):
        return Panel("Latency, 99th percentile", lines, "ms", minimum=0)
    limit = 1000 * within
    return Panel(
        "Latency, 99th percentile", lines, "ms", [Threshold(limit, "objective")], minimum=0, maximum=4 * limit
    )


def _ms(values: Sequence[float | None]) -> list[float | None]:
    return [None if value is None else 1000 * value for value in values]
