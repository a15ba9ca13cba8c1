"""The page about scaling: which signal to use and why, from simulations, and how far to trust these."""

from __future__ import annotations

import csv
import statistics
from pathlib import Path

from tritonfleet.docs.scaling_runs import EXPERIMENTS, outcomes
from tritonfleet.simulator.outcome import Outcome

TEMPLATE = Path(__file__).with_name("templates") / "scaling.md.jinja"
VALIDATION = Path(__file__).parents[3] / "docs" / "scaling-validation.csv"
"""The simulator beside a real server; it lies in the source tree, whatever folder the pages are written to."""
PICTURES = {
    "day": "Replicas and latency while load rises and falls",
    "spike": "Replicas and misses in a spike",
    "blind": "Replicas and misses while queries find nothing",
}
COLUMNS = "| policy | missed | p50 | p99 | replicas | GPU-hours |\n|---|---:|---:|---:|---:|---:|"


def scaling_page() -> str:
    """The page, in Markdown. The measured table lies beside it: ``python -m bench simulator`` writes that."""
    from jinja2 import Environment, StrictUndefined

    template = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    rows = [_with_difference(row) for row in _measured()]
    apart = [abs(_off(row)) for row in rows]
    added = sorted((row["added_ms"] for row in rows), key=float)
    return template.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        experiment=_experiment,
        of=_of,
        percent=_percent,
        rows=rows,
        apart=statistics.median(apart),
        most=max(apart),
        added=(added[0], added[-1]),
    )


def _experiment(name: str) -> str:
    """An experiment's table, its picture, and the command that prints the same."""
    command = EXPERIMENTS[name].command.replace(" --shape", " \\\n  --shape")
    table = "\n".join([COLUMNS, *(_row(outcome) for outcome in outcomes(name))])
    return f"{table}\n\n![{PICTURES[name]}](pictures/scaling-{name}.svg)\n\n```\n{command}\n```"


def _of(name: str, policy: str) -> Outcome:
    return next(outcome for outcome in outcomes(name) if outcome.policy == policy)


def _row(outcome: Outcome) -> str:
    least, mean, most = outcome.replicas
    cells = (
        outcome.policy,
        _percent(outcome.missed_share, 1),
        _latency(outcome.p50),
        _latency(outcome.p99),
        f"{least} to {most}, mean {mean:.1f}",
        f"{outcome.gpu_hours:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _latency(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.2g} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def _percent(share: float, decimals: int = 0) -> str:
    return f"{100 * share:.{decimals}f} %"


def _measured() -> list[dict[str, str]]:
    return list(csv.DictReader(VALIDATION.read_text(encoding="utf-8").splitlines()))


def _off(row: dict[str, str]) -> float:
    return float(row["mean_wait_simulated_ms"]) / float(row["mean_wait_ms"]) - 1


def _with_difference(row: dict[str, str]) -> dict[str, str]:
    return row | {"apart": f"{100 * _off(row):+.1f} %", "load": _percent(float(row["load"]))}
