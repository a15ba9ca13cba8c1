"""Alerts on the scaler of one service."""

from __future__ import annotations

from tritonfleet.alerts.asking import ask_autoscaler, ask_keda
from tritonfleet.alerts.scaling_pages import PAGES
from tritonfleet.alerts.slo import IDENTITY
from tritonfleet.alerts.types import Alert, Group, Scope, Severity


def alert_group() -> Group:
    """Alerts of a service whose replicas a scaler decides."""
    return Group("triton-scaling-alerts", Scope.SERVICE, (_at_maximum(), *_keda()), when="scaled")


def _at_maximum() -> Alert:
    wanted, most, least = (ask_autoscaler(f"replicas-{which}") for which in ("wanted", "max", "min"))
    return Alert(
        "TritonScalerAtMaximum",
        Severity.WARNING,
        f"{wanted} >= {most}\nunless\n{least} == {most}",
        "30m",
        "$(job) has run at its most replicas for half an hour",
        "The scaler wants {{ $value | humanize }} replicas, which is all it may have: more load finds no room.",
        PAGES["TritonScalerAtMaximum"],
        IDENTITY,
    )


def _keda() -> tuple[Alert, ...]:
    return (
        _alert(
            "TritonScalerFailing", Severity.WARNING, f"({ask_keda('scaler-errors', '10m')}) > 0", "10m",
            "KEDA cannot read what it scales $(job) by",
            "About {{ $value | humanize }} readings failed within ten minutes: $(job) $(fallback).",
        ),
        _alert(
            "TritonScalerEmpty", Severity.WARNING, f"({ask_keda('scaler-empty', '10m')}) > 0", "10m",
            "The query that scales $(job) answers nothing",
            "About {{ $value | humanize }} answers in ten minutes were empty: the labels or the metric do not exist.",
        ),
        _alert(
            "TritonScalerPaused", Severity.INFO, f"({ask_keda('scaler-paused')}) > 0", "1h",
            "The scaler of $(job) has been paused for an hour",
            "Its ScaledObject carries a pause annotation: load changes nothing.",
        ),
    )  # fmt: skip


def _alert(name: str, severity: Severity, expr: str, lasts: str, summary: str, description: str) -> Alert:
    return Alert(name, severity, expr, lasts, summary, description, PAGES[name], IDENTITY, "keda")
