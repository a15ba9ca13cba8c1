"""Rules of the objectives: how many requests count, how many miss, what is left, and when that is too fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tritonfleet.alerts.asking import ENSEMBLES, ask, ask_bucket
from tritonfleet.alerts.burn import BurnRate, hours, policy
from tritonfleet.alerts.names import (
    BUDGET_LEFT,
    ERRORS,
    LATENCY_MEAN,
    OBJECTIVE,
    REQUESTS,
    WITHIN,
    error_ratio,
)
from tritonfleet.alerts.slo_pages import AVAILABILITY_PAGE, LATENCY_PAGE, MEAN_PAGE
from tritonfleet.alerts.types import Alert, Group, Recording, Scope, Severity

IDENTITY = {"namespace": "$(namespace)", "job": "$(job)"}
LATENCY, AVAILABILITY = "latency", "availability"
WHEN = {LATENCY: "histogram", AVAILABILITY: "availability"}
VARIANTS: Mapping[str, Mapping[str, str]] = MappingProxyType({
    LATENCY: {"histogram": ""},
    AVAILABILITY: {"availability_once": "", "availability_twice": ENSEMBLES},
})  # fmt: skip
"""What is read from counters, by the term that decides: where there are ensembles, their failures are halved."""
BUDGET_INTERVAL = "5m"


def of_service(slo: str) -> str:
    """The braces of a recorded series of one objective."""
    return f'{{namespace="$(namespace)",job="$(job)",slo="{slo}"}}'


def recording_group() -> Group:
    """What the objectives count, every half minute: sums over long windows are of these."""
    rules = [rule for slo in WHEN for rule in _counted(slo)]
    step = f"{policy().evaluation_seconds}s"
    return Group("triton-slo-recording", Scope.SERVICE, tuple(rules), step)


def budget_group() -> Group:
    """The objectives as series, and what is left of their budgets."""
    rules = (
        _constant(OBJECTIVE, "$(latency_objective)", LATENCY, "latency"),
        _constant(WITHIN, "$(within)", LATENCY, "latency"),
        _constant(OBJECTIVE, "$(availability_objective)", AVAILABILITY, "availability"),
        *(_left(slo) for slo in WHEN),
    )
    return Group("triton-slo-budget", Scope.SERVICE, rules, BUDGET_INTERVAL)


def alert_group() -> Group:
    """The alerts on both objectives."""
    return Group("triton-slo-alerts", Scope.SERVICE, (*_burns(), _mean()))


def _counted(slo: str) -> Iterator[Recording]:
    """From the counters where that is cheap, else of the recorded rates: a sum by a sum, never a mean of ratios."""
    labels = {"slo": slo}
    for when, ensembles in VARIANTS[slo].items():
        requests, errors = _rates(slo, ensembles)
        yield Recording(REQUESTS, requests, labels, when)
        yield Recording(ERRORS, errors, labels, when)
        yield from (Recording(error_ratio(w), _ratio(slo, w, ensembles), labels, when) for w in _short())
    long = (window for window in policy().windows if window not in _short())
    yield from (Recording(error_ratio(w), _recorded_ratio(slo, w), labels, WHEN[slo]) for w in long)


def _short() -> list[str]:
    return [window for window in policy().windows if hours(window) <= hours(policy().longest_direct)]


def _rates(slo: str, ensembles: str) -> tuple[str, str]:
    if slo == LATENCY:
        return ask("latency-responses"), ask_bucket("latency-late")
    return ask("ended-rate", ensembles=ensembles), ask("failure-rate", ensembles=ensembles)


def _ratio(slo: str, window: str, ensembles: str) -> str:
    if slo == LATENCY:
        return f"1 - ({ask_bucket('latency-within', window)})"
    return ask("failure-ratio", window, ensembles=ensembles)


def _recorded_ratio(slo: str, window: str) -> str:
    errors, requests = (f"sum_over_time({name}{of_service(slo)}[{window}])" for name in (ERRORS, REQUESTS))
    return f"{errors} / ({requests} > 0)"


def _constant(record: str, value: str, slo: str, when: str) -> Recording:
    return Recording(record, f"vector({value})", {**IDENTITY, "slo": slo}, when)


def _left(slo: str) -> Recording:
    spent = f"({_recorded_ratio(slo, '$(window)')}) / (1 - $({slo}_objective))"
    return Recording(BUDGET_LEFT, f"1 - {spent}", {"slo": slo}, WHEN[slo])


def _burns() -> Iterator[Alert]:
    for slo, name, page in (
        (LATENCY, "TritonLatencyBudgetBurn", LATENCY_PAGE),
        (AVAILABILITY, "TritonAvailabilityBudgetBurn", AVAILABILITY_PAGE),
    ):
        for row in policy().rows:
            what = "took longer than $(within) ms" if slo == LATENCY else "failed"
            factor = f"$({slo}_{row.name})"
            yield Alert(
                name=name,
                severity=row.severity,
                expr=_burn_expression(slo, row, factor),
                lasts=row.lasts,
                summary=f"{{{{ $labels.job }}}} spends its {slo} budget {factor}× as fast as it may",
                description=(
                    f"{{{{ $value | humanizePercentage }}}} of the requests of the last {row.long} {what}, and it goes "
                    f"on; the objective is $({slo}_objective) over $(window)."
                ),
                runbook=page,
                labels={"long": row.long, "short": row.short},
                when=f"{slo}_{row.name}",
            )


def _burn_expression(slo: str, row: BurnRate, factor: str) -> str:
    selected, step = of_service(slo), policy().evaluation_seconds
    threshold = f"{factor} * (1 - $({slo}_objective))"
    bad = f"sum_over_time({ERRORS}{selected}[{row.long}]) * {step} >= {policy().least_bad_requests}"
    return (
        f"{error_ratio(row.long)}{selected} > {threshold}\nand\n"
        f"{error_ratio(row.short)}{selected} > {threshold}\nand\n{bad}"
    )


def _mean() -> Alert:
    requests = f"{ask('success-rate', '10m')} * 600 >= {policy().least_bad_requests}"
    return Alert(
        name="TritonLatencyMeanHigh",
        severity=Severity.WARNING,
        expr=f'{LATENCY_MEAN}{{namespace="$(namespace)",job="$(job)"}} > $(within)\nand\n{requests}',
        lasts="10m",
        summary="Requests of {{ $labels.job }} take longer on average than most of them may",
        description="The mean is {{ $value | humanize }} ms; $(latency_objective) of the requests shall take at most "
        "$(within) ms. This Triton has no histogram of its models, so how many took longer is not known.",
        runbook=MEAN_PAGE,
        when="mean",
    )
