"""Scalers: what they see, what they want, and what goes wrong."""

from __future__ import annotations

from tritonfleet.dashboards.asking import CLUSTER, JOB, NAMESPACE, ask, view
from tritonfleet.dashboards.replicas import replicas
from tritonfleet.dashboards.views import Board, Line, Row, Shape, Step, Tone, View
from tritonfleet.queries import query

_TRIGGER = ("scaledObject", "metric")
_NAMED = "{{scaledObject}} {{metric}}"


def autoscaling() -> Board:
    """The signal against its threshold, replicas against their bounds, and the health of KEDA."""
    return Board(
        "triton-autoscaling",
        "tf-triton-autoscaling",
        "Triton / Autoscaling",
        "What the scalers of Triton services see and want: signal and threshold, replicas and bounds, errors, pauses.",
        (CLUSTER, NAMESPACE, JOB),
        (
            Row("Scaling", (_signal(), replicas(12))),
            Row("What the signals are made of", _signals()),
            Row("KEDA", _keda()),
        ),
    )


def _signal() -> View:
    """Each trigger's value beside the target that the HorizontalPodAutoscaler holds it to."""
    value, targets = query("scaler-value"), ("horizontalpodautoscaler", "metric_name")
    named = "{{horizontalpodautoscaler}} {{metric_name}} target"
    return View(
        "Signal and threshold",
        f"{value.about} Dashed: the target of the HorizontalPodAutoscaler, for one pod where it is an average.",
        (
            ask("scaler-value", _NAMED, _TRIGGER),
            ask("hpa-target", named, targets, line=Line.LIMIT, tone=Tone.BAD),
        ),
        value.unit.grafana,
        width=12,
        least=0.0,
    )


def _signals() -> tuple[View, ...]:
    return (
        view("queue-mean", "{{job}}", ("job",), width=6),
        view("concurrency", "{{job}}", ("job",), width=6, note="Steps of ensembles count too."),
        view("pending", "{{job}}", ("job",), width=6),
        view("queue-share", "{{job}}", ("job",), width=6, most=1.0),
    )


def _keda() -> tuple[View, ...]:
    bad, states = (Step(1, Tone.BAD),), {"0": "no", "1": "paused"}
    return (
        view("scaler-active", _NAMED, _TRIGGER, width=6),
        view("scaler-errors", _NAMED, _TRIGGER, width=6, steps=bad),
        view("scaler-latency", _NAMED, _TRIGGER, width=6),
        view(
            "scaler-paused",
            "{{scaledObject}}",
            ("scaledObject",),
            shape=Shape.STAT,
            width=6,
            steps=bad,
            words=states,
        ),
    )
