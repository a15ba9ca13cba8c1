"""One service: objectives, the stages of its latency, traffic, failures, batching, replicas, memory."""

from __future__ import annotations

from tritonfleet.dashboards.asking import CLUSTER, JOB, MODEL, MODELS, NAMESPACE, ask, view
from tritonfleet.dashboards.objectives import budget_left, burn_rate, compliance, within
from tritonfleet.dashboards.replicas import replicas
from tritonfleet.dashboards.views import Board, Row, Shape, Step, Tone, View
from tritonfleet.queries import query

_MODEL = ("job", "model")
_NAMED = "{{job}} {{model}}"
_QUANTILES = (0.5, 0.9, 0.95, 0.99)
_FULL = (Step(0.85, Tone.WARN), Step(0.95, Tone.BAD))


def service() -> Board:
    """Everything on one service, model by model."""
    return Board(
        "triton-service",
        "tf-triton-service",
        "Triton / Service",
        "One Triton service: objectives, latency by stage, traffic, batching, failures, replicas, memory and cache.",
        (CLUSTER, NAMESPACE, JOB, MODELS),
        (
            Row("Objectives", (budget_left(6), compliance(9), burn_rate(9))),
            Row("Latency", _latency()),
            Row("Where the time goes", _stages()),
            Row("Traffic and failures", _traffic()),
            Row("Batching and queues", _batching()),
            Row("Replicas", (replicas(12), *_pods())),
            Row("GPU memory and cache", _memory()),
        ),
    )


def _latency() -> tuple[View, ...]:
    total = view(
        "latency-mean", _NAMED, _MODEL, MODEL, title="Total, mean", more=(within(),), width=12, height=9
    )
    return (total, _quantiles(), _buckets())


def _quantiles() -> View:
    """Of all pods where there is the histogram, of the slowest pod where there are summaries, and the mean."""
    histogram, summary = query("latency-quantile"), query("latency-summary")
    asks = [
        ask(
            "latency-quantile",
            f"{{{{job}}}} p{quantile * 100:g}",
            ("job",),
            MODEL,
            otherwise="latency-summary",
            parameters={"quantile": quantile},
        )
        for quantile in _QUANTILES
    ]
    mean = ask("latency-mean", "{{job}} mean", ("job",), MODEL)
    return View(
        "Quantiles (of all pods, or of the slowest) and mean",
        f"Release {histogram.since} on, with histogram_latencies: {histogram.about} Otherwise, with "
        f"summary_latencies: {summary.about} With neither there is the mean alone, from counters.",
        (*asks, mean, within()),
        histogram.unit.grafana,
        width=12,
        height=9,
        least=0.0,
    )


def _buckets() -> View:
    """Where the latencies lie, from release 26.01 on."""
    found = query("latency-buckets")
    note = f"From release {found.since} on, with histogram_latencies. {found.about}"
    asked = ask("latency-buckets", "{{le}}", (), MODEL)
    return View("Responses by latency (histogram)", note, (asked,), "ms", Shape.HEAT, 24, 8)


def _stages() -> tuple[View, ...]:
    return (
        view("queue-mean", _NAMED, _MODEL, MODEL, title="Queue, mean", width=6),
        view("compute-input-mean", _NAMED, _MODEL, MODEL, title="Input, mean", width=6),
        view("compute-infer-mean", _NAMED, _MODEL, MODEL, title="Infer, mean", width=6),
        view("compute-output-mean", _NAMED, _MODEL, MODEL, title="Output, mean", width=6),
    )


def _traffic() -> tuple[View, ...]:
    reasons = ("job", "reason")
    return (
        view("request-rate", _NAMED, _MODEL, MODEL, shape=Shape.STACK),
        view(
            "failures-by-reason",
            "{{job}} {{reason}}",
            reasons,
            MODEL,
            note="Before 24.07 there are no reasons, and one line for all.",
        ),
        view("failure-ratio", _NAMED, _MODEL, MODEL),
    )


def _batching() -> tuple[View, ...]:
    return (
        view("batch-size", _NAMED, _MODEL, MODEL, width=6),
        view("concurrency", _NAMED, _MODEL, MODEL, width=6),
        view("pending", _NAMED, _MODEL, MODEL, width=6),
        view("queue-share", _NAMED, _MODEL, MODEL, width=6, most=1.0),
        view("inference-rate", _NAMED, _MODEL, MODEL, width=12),
        view("exec-rate", _NAMED, _MODEL, MODEL, width=12),
    )


def _pods() -> tuple[View, ...]:
    return (
        view("restarts", "{{pod}}", ("pod",), width=6),
        view("model-load-time", _NAMED, _MODEL, MODEL, width=6, note="From release 24.11 on."),
    )


def _memory() -> tuple[View, ...]:
    gpu = ("job", "gpu_uuid")
    return (
        view(
            "server-gpu-memory-ratio",
            "{{job}} {{gpu_uuid}}",
            gpu,
            shape=Shape.GAUGE,
            width=6,
            steps=_FULL,
            most=1.0,
        ),
        view("server-gpu-memory", "{{job}} {{gpu_uuid}}", gpu, width=6),
        view("pinned-memory", "{{job}} {{pod}}", ("job", "pod"), width=6, steps=_FULL, most=1.0),
        view("cache-hit-ratio", _NAMED, _MODEL, MODEL, width=6, most=1.0),
    )
