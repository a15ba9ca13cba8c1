"""All services at a glance."""

from __future__ import annotations

from dataclasses import replace

from tritonfleet.alerts import names
from tritonfleet.dashboards.asking import CLUSTER, JOB, NAMESPACE, ask, counted, view
from tritonfleet.dashboards.firing import firing_alerts
from tritonfleet.dashboards.objectives import BUDGET_STEPS, BY_SERVICE, burn_rate, entry, recorded
from tritonfleet.dashboards.views import Ask, Board, Link, Row, Shape, Step, Tone, View

_TO_SERVICE = Link(
    "Open the service",
    "/d/tf-triton-service?var-namespace=${__data.fields.Namespace}&var-job=${__data.fields.Service}"
    "&${datasource:queryparam}&${cluster:queryparam}&${__url_time_range}",
)
_NAMES = {"namespace": "Namespace", "job": "Service"}
_ENTRY = (
    "Where recording rules run, which know the steps of ensembles, those do not count (over five minutes); elsewhere "
    "they do."
)
_FAILURES = 'slo="availability"'


def fleet() -> Board:
    """Which services there are, how they do, and which alerts fire."""
    return Board(
        "triton-fleet",
        "tf-triton-fleet",
        "Triton / Fleet",
        "Every Triton service: traffic, failures, latency, objectives, pods and firing alerts.",
        (CLUSTER, NAMESPACE, JOB),
        (
            Row("Now", (*_numbers(), _services(), firing_alerts())),
            Row("Traffic and latency", _traffic()),
            Row("Objectives", (_budgets(), burn_rate(12))),
            Row("Capacity", _capacity()),
        ),
    )


def _numbers() -> tuple[View, ...]:
    services = View(
        "Services",
        "Services that Prometheus has Triton's metrics of.",
        (Ask(counted("models-loaded", BY_SERVICE)),),
        "short",
        Shape.STAT,
        4,
        4,
        tone=Tone.PLAIN,
    )
    models = View(
        "Models",
        "Models that have metrics; one on several pods counts once, one of several services at each.",
        (Ask(counted("models-loaded", (*BY_SERVICE, "model"))),),
        "short",
        Shape.STAT,
        5,
        4,
        tone=Tone.PLAIN,
    )
    share = (Step(0.001, Tone.WARN), Step(0.01, Tone.BAD))
    failed = view("failure-ratio", "", shape=Shape.STAT, width=5, height=4, steps=share)
    return (
        services,
        models,
        view("up", "", shape=Shape.STAT, width=5, height=4),
        view("down", "", shape=Shape.STAT, width=5, height=4, steps=(Step(1, Tone.BAD),)),
        replace(failed, asks=(Ask(_failed()),), about=f"{failed.about} {_ENTRY}"),
    )


def _failed() -> str:
    """Of all services at once: a sum by a sum."""
    errors, ended = (
        f"sum({entry(series, name, _FAILURES)})"
        for series, name in ((names.ERRORS, "failure-rate"), (names.REQUESTS, "ended-rate"))
    )
    return f"{errors} / ({ended} > 0)"


def _services() -> View:
    """One row a service."""
    asks = (
        Ask(entry(names.REQUESTS, "request-rate"), "Requests", unit="reqps"),
        Ask(entry(names.error_ratio("5m"), "failure-ratio", _FAILURES), "Failed", unit="percentunit"),
        Ask(entry(names.LATENCY_MEAN, "latency-mean"), "Latency, mean", unit="ms"),
        Ask(entry(names.QUEUE_MEAN, "queue-mean"), "Waiting, mean", unit="ms"),
        Ask(_left("latency"), "Latency budget left", unit="percentunit"),
        Ask(_left("availability"), "Availability budget left", unit="percentunit"),
        ask("up", "Pods", BY_SERVICE),
    )
    return View(
        "Services",
        f"One row a service. {_ENTRY} Budgets are there where the service has objectives. A click on a row opens the "
        "service.",
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


def _traffic() -> tuple[View, ...]:
    return (
        _entries(names.REQUESTS, "request-rate", shape=Shape.STACK),
        _entries(names.error_ratio("5m"), "failure-ratio", _FAILURES),
        _entries(names.LATENCY_MEAN, "latency-mean"),
    )


def _entries(series: str, name: str, *matchers: str, shape: Shape = Shape.LINES) -> View:
    """A query by service, of requests from outside where that is recorded."""
    drawn = view(name, "{{job}}", shape=shape, note=_ENTRY)
    return replace(drawn, asks=(Ask(entry(series, name, *matchers), "{{job}}"),))


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
        view("up", "{{job}}", BY_SERVICE),
        view("pending", "{{job}}", BY_SERVICE),
        view("queue-share", "{{job}}", BY_SERVICE, most=1.0),
    )
