"""What the recording rules know of objectives: compliance, budget and burn rate, from series that alerts read too."""

from __future__ import annotations

from decimal import Decimal

from tritonfleet.alerts import names
from tritonfleet.alerts.burn import policy
from tritonfleet.dashboards.asking import ask, chosen
from tritonfleet.dashboards.views import Ask, Line, Shape, Step, Tone, View
from tritonfleet.queries import Subject

_WINDOW, _BUDGET = "30d", Decimal("0.001")
"""The objective that the burn rates drawn as lines are for; those of another window differ a little."""
BUDGET_STEPS = (Step(0, Tone.WARN), Step(0.25, Tone.GOOD))
BY_SERVICE = ("namespace", "job")
_RECORDED = "Recorded where the service has objectives (charts/triton: slo, monitoring.rules)."


def recorded(name: str, *matchers: str) -> str:
    """A recorded series of the services that are chosen."""
    return f"{name}{{{chosen(Subject.SERVICE, *matchers)}}}"


def entry(series: str, name: str, *matchers: str) -> str:
    """A recorded rate or mean by service, of requests from outside alone; where there is none, the query of all models.

    Steps of an ensemble are requests to Triton too, and only the rules know which models those are.
    """
    otherwise = ask(name, "", BY_SERVICE).expression
    return f"max by (namespace, job) ({recorded(series, *matchers)}) or {otherwise}"


def within() -> Ask:
    """The time of the latency objective, in milliseconds: a limit to draw beside latencies."""
    return Ask(recorded(names.WITHIN), "{{job}} objective", Line.LIMIT, "ms", Tone.BAD)


def budget_left(width: int) -> View:
    """A number for each objective."""
    return View(
        "Error budget left",
        f"What is left of the errors that the objective allows over its window; below 0 it is missed. {_RECORDED}",
        (Ask(recorded(names.BUDGET_LEFT), "{{job}} {{slo}}"),),
        "percentunit",
        Shape.STAT,
        width,
        8,
        BUDGET_STEPS,
        Tone.BAD,
    )


def compliance(width: int) -> View:
    """The share of requests that meet each objective, with the objective."""
    met = f"1 - {recorded(names.error_ratio('5m'))}"
    return View(
        "Requests that meet the objective",
        f"Share over five minutes of requests in time, or not failed; dashed: the objective. {_RECORDED}",
        (
            Ask(met, "{{job}} {{slo}}"),
            Ask(recorded(names.OBJECTIVE), "{{job}} {{slo}} objective", Line.LIMIT),
        ),
        "percentunit",
        width=width,
        from_zero=False,
        decimals=2,
    )


def burn_rate(width: int) -> View:
    """How fast the budget goes, in the windows of the alerts."""
    objective = recorded(names.OBJECTIVE)
    windows = list(dict.fromkeys(row.long for row in policy().rows))
    asks = [
        Ask(f"{recorded(names.error_ratio(window))} / (1 - {objective})", f"{{{{job}}}} {{{{slo}}}} {window}")
        for window in windows
    ]
    factors = {float(row.factor(_WINDOW, _BUDGET) or 0): row.severity for row in policy().rows}
    tones = {"critical": Tone.BAD, "warning": Tone.WARN}
    steps = tuple(Step(factor, tones[severity]) for factor, severity in sorted(factors.items()) if factor)
    return View(
        "Burn rate",
        "How many times as fast as it may the error budget goes: at 1 it lasts for the objective's window. Lines: "
        f"from where on an alert fires, for an objective over {_WINDOW}. {_RECORDED}",
        asks,
        "short",
        width=width,
        steps=steps,
        least=0.0,
    )
