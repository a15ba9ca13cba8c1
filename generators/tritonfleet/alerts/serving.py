"""Alerts on symptoms of one service: its pods, its models, its queues."""

from __future__ import annotations

from tritonfleet.alerts.asking import (
    BY_MODEL,
    BY_POD,
    ENSEMBLES,
    SERVICE,
    ask,
    ask_all,
    ask_deployment,
    ask_models,
    ask_pods,
)
from tritonfleet.alerts.load import load_alerts
from tritonfleet.alerts.names import LATENCY_MEAN, MODEL_FAILURES, MODEL_LATENCY, MODEL_REQUESTS, QUEUE_MEAN
from tritonfleet.alerts.serving_pages import PAGES
from tritonfleet.alerts.slo import IDENTITY
from tritonfleet.alerts.types import Alert, Group, Recording, Scope, Severity

RESTARTS_AN_HOUR = 3


def recording_group() -> Group:
    """Rates and means that dashboards, people and alerts share."""
    rules = (
        Recording(LATENCY_MEAN, ask("latency-mean")),
        Recording(QUEUE_MEAN, ask("queue-mean")),
        Recording(MODEL_REQUESTS, ask_all("request-rate", by=BY_MODEL)),
        Recording(MODEL_FAILURES, ask_all("failure-ratio", by=BY_MODEL), when="once"),
        Recording(
            MODEL_FAILURES, ask_all("failure-ratio", by=BY_MODEL, ensembles=ENSEMBLES), when="ensembles"
        ),
        Recording(MODEL_LATENCY, ask_all("latency-mean", by=BY_MODEL)),
    )
    return Group("triton-recording", Scope.SERVICE, rules)


def alert_group() -> Group:
    """Alerts that hold with or without objectives."""
    return Group("triton-alerts", Scope.SERVICE, (*_scraping(), *_pods(), *load_alerts()))


def _alert(
    name: str, severity: Severity, expr: str, lasts: str, summary: str, description: str, when: str = "", *,
    identity: bool = False,
) -> Alert:  # fmt: skip
    labels = IDENTITY if identity else {}
    return Alert(name, severity, expr, lasts, summary, description, PAGES[name], labels, when)


def _scraping() -> tuple[Alert, ...]:
    up = ask_all("up")
    return (
        _alert(
            "TritonServiceDown", Severity.CRITICAL, f"{up} == 0", "$(starting)",
            "No pod of {{ $labels.job }} answers",
            "Prometheus knows pods of {{ $labels.job }} in {{ $labels.namespace }} and can read none, for longer than "
            "a start may take.",
        ),
        _alert(
            "TritonTargetsAbsent", Severity.CRITICAL, f"absent(up{{{SERVICE}}})", "$(starting)",
            "Prometheus knows no pod of $(job)",
            "There should be pods of $(job) in $(namespace), and Prometheus scrapes none: every other alert of this "
            "service is blind.",
            "kept",
        ),
        _alert(
            "TritonTargetsMissing", Severity.WARNING,
            f"{ask_deployment('replicas')} > on (namespace, job) {up}", "15m",
            "Prometheus reads fewer pods of {{ $labels.job }} than are available",
            "{{ $value | humanize }} pods are available, and fewer are read: what the others do is in no graph.",
        ),
        _alert(
            "TritonTargetDown", Severity.WARNING, f"{ask_all('down', by=BY_POD)} > 0", "$(starting)",
            "Pod {{ $labels.pod }} cannot be read",
            "The metrics of {{ $labels.pod }} have not answered for longer than a start may take.",
        ),
    )  # fmt: skip


def _pods() -> tuple[Alert, ...]:
    loaded = ask_models()
    return (
        _alert(
            "TritonModelNotLoaded", Severity.CRITICAL,
            f"{loaded} < $(models_count)\nand\n{ask_all('up', by=BY_POD)} > 0",
            "10m",
            "{{ $labels.pod }} serves {{ $value | humanize }} of $(models_count) models",
            "The server runs, but some of its models are not loaded; requests for them fail on this pod.",
            "models_count",
        ),
        _alert(
            "TritonServerRestarting", Severity.WARNING,
            f"{ask_pods('restarts', '1h')} >= {RESTARTS_AN_HOUR}", "1m",
            "Pod {{ $labels.pod }} restarts again and again",
            "It restarted about {{ $value | humanize }} times within an hour.",
            identity=True,
        ),
        _alert(
            "TritonOutOfMemory", Severity.WARNING, f"{ask_pods('memory-kills', '10m')} > 0", "1m",
            "Pod {{ $labels.pod }} was killed for its memory",
            "The kernel ended the container of {{ $labels.pod }}: it went over its memory limit.",
            identity=True,
        ),
        _alert(
            "TritonReplicasMissing", Severity.WARNING,
            f"{ask_deployment('replicas-asked')} > on (namespace, job) {ask_deployment('replicas')}", "$(late)",
            "{{ $labels.job }} has fewer pods than it should",
            "{{ $value | humanize }} pods are asked for, and fewer are available for longer than a start may take.",
        ),
    )  # fmt: skip
