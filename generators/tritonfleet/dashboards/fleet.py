"""All services at a glance."""

from __future__ import annotations

from tritonfleet.alerts import names
from tritonfleet.dashboards.asking import CLUSTER, JOB, NAMESPACE, ask, counted, view
from tritonfleet.dashboards.objectives import BUDGET_STEPS, burn_rate, recorded
from tritonfleet.dashboards.views import Ask, Board, Link, Row, Shape, Step, Tone, View

_SERVICE = ("namespace", "job")
_TO_SERVICE = Link(
    "Open the service",
    "/d/tf-triton-service?var-namespace=${__data.fields.Namespace}&var-job=${__data.fields.Service}"
    "&${datasource:queryparam}&${cluster:queryparam}&${__url_time_range}",
)
_TO_ALERT = Link("Open the alert and its runbook", "/alerting/list?search=rule:${__data.fields.Alert}")
_NAMES = {"namespace": "Namespace", "job": "Service"}


def fleet() -> Board:
    """Which services there are, how they do, and which alerts fire."""
    return Board(
        "triton-fleet",
        "tf-triton-fleet",
        "Triton / Fleet",
        "Every Triton service: traffic, failures, latency, objectives, pods and firing alerts.",
        (CLUSTER, NAMESPACE, JOB),
        (
            Row("Now", (*_numbers(), _services(), _alerts())),
            Row("Traffic and latency", _traffic()),
            Row("Objectives", (_budgets(), burn_rate(12))),
            Row("Capacity", _capacity()),
        ),
    )


def _numbers() -> tuple[View, ...]:
    services = View(
        "Services",
        "Services that Prometheus has Triton's metrics of.",
        (Ask(counted("models-loaded", _SERVICE)),),
        "short",
        Shape.STAT,
        4,
        4,
        tone=Tone.PLAIN,
    )
    share = (Step(0.001, Tone.WARN), Step(0.01, Tone.BAD))
    return (
        services,
        view("models-loaded", "", shape=Shape.STAT, width=5, height=4),
        view("up", "", shape=Shape.STAT, width=5, height=4),
        view("down", "", shape=Shape.STAT, width=5, height=4, steps=(Step(1, Tone.BAD),)),
        view("failure-ratio", "", shape=Shape.STAT, width=5, height=4, steps=share),
    )


def _services() -> View:
    """One row a service."""
    asks = (
        ask("request-rate", "Requests", _SERVICE),
        ask("failure-ratio", "Failed", _SERVICE),
        ask("latency-mean", "Latency, mean", _SERVICE),
        ask("queue-mean", "Waiting, mean", _SERVICE),
        Ask(_left("latency"), "Latency budget left", unit="percentunit"),
        Ask(_left("availability"), "Availability budget left", unit="percentunit"),
        ask("up", "Pods", _SERVICE),
    )
    return View(
        "Services",
        "One row a service. Requests are those to all its models: a request to an ensemble counts at its steps too, "
        "and a failed one twice at the ensemble. Budgets count each request once, and are recorded where the service "
        "has objectives. A click on a row opens the service.",
        asks,
        "short",
        Shape.TABLE,
        16,
        9,
        links=(_TO_SERVICE,),
        names=_NAMES,
    )


def _left(objective: str) -> str:
    left = recorded(names.BUDGET_LEFT, f'slo="{objective}"')
    return f"max by (namespace, job) ({left})"


def _alerts() -> View:
    """The alerts that fire; Grafana's page of each shows its runbook."""
    firing = recorded("ALERTS", 'alertstate="firing"')
    return View(
        "Firing alerts",
        "Alerts of the chosen services that fire now; empty is good. A click opens the alert, with its runbook.",
        (Ask(f"count by (alertname, severity, job) ({firing})", "Series"),),
        "short",
        Shape.TABLE,
        8,
        9,
        links=(_TO_ALERT,),
        nothing="No alert fires",
        names={"alertname": "Alert", "severity": "Severity", "job": "Service"},
    )


def _traffic() -> tuple[View, ...]:
    return (
        view("request-rate", "{{job}}", _SERVICE, shape=Shape.STACK, note="Steps of ensembles count too."),
        view("failure-ratio", "{{job}}", _SERVICE),
        view("latency-mean", "{{job}}", _SERVICE),
    )


def _budgets() -> View:
    return View(
        "Error budget left",
        "What is left of each objective's error budget over its window: 100 % untouched, 0 spent.",
        (Ask(recorded(names.BUDGET_LEFT), "{{job}} {{slo}}"),),
        "percentunit",
        width=12,
        steps=BUDGET_STEPS,
        tone=Tone.BAD,
        most=1.0,
    )


def _capacity() -> tuple[View, ...]:
    return (
        view("up", "{{job}}", _SERVICE),
        view("pending", "{{job}}", _SERVICE),
        view("queue-share", "{{job}}", _SERVICE, most=1.0),
    )
