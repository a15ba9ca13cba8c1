"""What stands before Triton in KServe: Python model servers and transformers, and Knative's queue-proxy."""

from __future__ import annotations

from dataclasses import replace

from tritonfleet.dashboards.asking import CLUSTER, CLUSTER_MATCHER, JOB, MODELS, NAMESPACE, ask, view
from tritonfleet.dashboards.views import Ask, Board, Row, View
from tritonfleet.queries import query

_SERIES = (
    '{__name__=~"request_predict_seconds_count|kn_serving_invocation_duration_seconds_count|'
    f'revision_app_request_count",{CLUSTER_MATCHER}'
)
_MODEL = ("job", "model_name")
_NAMED = "{{job}} {{model_name}}"
_MATCHER = 'model_name=~"$model"'
_STAGES = {
    "preprocess": "Pre-process",
    "predict": "Predict",
    "postprocess": "Post-process",
    "explain": "Explain",
}
_CHOICES = (
    CLUSTER,
    replace(NAMESPACE, of=_SERIES + "}", about="Namespaces with a model server or a queue-proxy."),
    replace(JOB, of=_SERIES + ',namespace=~"$namespace"}'),
    replace(
        MODELS,
        label="model_name",
        of=f'request_predict_seconds_count{{{CLUSTER_MATCHER},namespace=~"$namespace",job=~"$job"}}',
        about="Models as KServe names them.",
    ),
)


def kserve() -> Board:
    """The stages of KServe's model server, and the way there."""
    return Board(
        "kserve-model-server",
        "tf-kserve-model-server",
        "Triton / KServe model server",
        "KServe's Python model servers (transformers, explainers) by stage, and Knative's queue-proxy before them. "
        "What Triton does itself is on the board of the service.",
        _CHOICES,
        (
            Row("Model server", (_requests(), _slowest())),
            Row("Stages, mean", tuple(_stage(stage, title) for stage, title in _STAGES.items())),
            Row("Knative", _knative()),
        ),
    )


def _requests() -> View:
    return view("kserve-request-rate", _NAMED, _MODEL, _MATCHER, width=12)


def _slowest() -> View:
    """The 99th percentile of each stage, in one picture: which stage is slow."""
    asks = [_quantile("kserve-quantile", f"{{{{job}}}} {stage}", 0.99, stage=stage) for stage in _STAGES]
    found = query("kserve-quantile")
    return View("Stages, p99", found.about, asks, found.unit.grafana, width=12, least=0.0)


def _quantile(name: str, legend: str, quantile: float, **more: str) -> Ask:
    matchers = (_MATCHER,) if more else ()
    return ask(name, legend, ("job",), *matchers, parameters={"quantile": quantile, **more})


def _stage(stage: str, title: str) -> View:
    found = query("kserve-mean")
    asked = ask("kserve-mean", _NAMED, _MODEL, _MATCHER, parameters={"stage": stage})
    return View(f"{title}, mean", found.about, (asked,), found.unit.grafana, width=6, least=0.0)


def _knative() -> tuple[View, ...]:
    codes = ("job", "http_response_status_code", "response_code_class")
    asks = [
        _quantile("knative-quantile", f"{{{{job}}}} p{share * 100:g}", share) for share in (0.5, 0.9, 0.99)
    ]
    found = query("knative-quantile")
    return (
        view("knative-request-rate", "{{job}} {{http_response_status_code}}{{response_code_class}}", codes),
        View(found.title, found.about, asks, found.unit.grafana, least=0.0),
        view("knative-queue-depth", "{{job}}", ("job",)),
    )
