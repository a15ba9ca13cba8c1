"""Queries on replicas and scalers: from kube-state-metrics and from KEDA's operator."""

from __future__ import annotations

from collections.abc import Callable

from tritonfleet.queries.building import Ask, alike
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Extent, Query, Unit

_HPA = "kube_horizontalpodautoscaler_"


def _kubernetes(
    name: str, title: str, about: str, build: Callable[[Ask], str], subject: Subject = Subject.AUTOSCALER
) -> Query:
    return Query(
        name, title, Unit.NUMBER, Extent.TOTAL, about, build, exporter="kube-state-metrics", subject=subject
    )


def _keda(name: str, title: str, unit: Unit, about: str, build: Callable[[Ask], str]) -> Query:
    return Query(
        name,
        title,
        unit,
        Extent.MEAN,
        about,
        build,
        exporter="keda",
        subject=Subject.SCALED_OBJECT,
        switch="operator",
    )


def _restarts(ask: Ask) -> str:
    return ask.aggregate(
        "sum", f"increase({ask.ranged(ask.series('kube_pod_container_status_restarts_total'))})"
    )


def _own(ask: Ask, expression: str) -> str:
    """KEDA writes a namespace of its own, which its chart's monitors let the scrape rename."""
    return alike(expression, {"namespace": "exported_namespace"} if "namespace" in ask.by else {})


def _scaler(ask: Ask, metric: str) -> str:
    return ask.aggregate("max", _own(ask, ask.series(metric)))


def _scaler_errors(ask: Ask) -> str:
    increase = f"increase({ask.ranged(ask.series('keda_scaler_detail_errors_total'))})"
    return ask.aggregate("sum", _own(ask, increase))


CLUSTER = (
    _kubernetes(
        "replicas",
        "Replicas available",
        "Pods of the Deployment that are ready and have been for minReadySeconds. A Rollout or an InferenceService "
        "has no such series of its own: `up` counts pods of any kind.",
        lambda ask: ask.aggregate("sum", ask.series("kube_deployment_status_replicas_available")),
        Subject.WORKLOAD,
    ),
    _kubernetes(
        "replicas-asked",
        "Replicas asked for",
        "Replicas that the Deployment asks for, whoever decided it.",
        lambda ask: ask.aggregate("sum", ask.series("kube_deployment_spec_replicas")),
        Subject.WORKLOAD,
    ),
    _kubernetes(
        "replicas-wanted",
        "Replicas wanted",
        "Replicas that the HorizontalPodAutoscaler wants, within its bounds. It knows nothing of 0, which is KEDA's.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "status_desired_replicas")),
    ),
    _kubernetes(
        "replicas-max",
        "Replicas at most",
        "The upper bound of the HorizontalPodAutoscaler.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "spec_max_replicas")),
    ),
    _kubernetes(
        "replicas-min",
        "Replicas at least",
        "The lower bound of the HorizontalPodAutoscaler; 1 where KEDA may scale to 0.",
        lambda ask: ask.aggregate("sum", ask.series(_HPA + "spec_min_replicas")),
    ),
    _kubernetes(
        "restarts",
        "Restarts",
        "Restarts of containers within the window, of pods that are still there. Prometheus reckons up to the "
        "window's ends, so one restart can read as a little more than 1.",
        _restarts,
        Subject.PODS,
    ),
    _keda(
        "scaler-value",
        "Value that KEDA saw",
        Unit.NUMBER,
        "The last value of each trigger, as the HorizontalPodAutoscaler gets it; ask by metric. It keeps the last "
        "good one while the trigger fails.",
        lambda ask: _scaler(ask, "keda_scaler_metrics_value"),
    ),
    _keda(
        "scaler-active",
        "Trigger active",
        Unit.NUMBER,
        "1 while a trigger is above its activation value.",
        lambda ask: _scaler(ask, "keda_scaler_active"),
    ),
    _keda(
        "scaler-errors",
        "Failed readings of KEDA",
        Unit.NUMBER,
        "Times within the window that KEDA could not get a trigger's value, an empty answer included where "
        'ignoreNullValues is "false".',
        _scaler_errors,
    ),
    _keda(
        "scaler-paused",
        "Scaling paused",
        Unit.NUMBER,
        "1 while the ScaledObject is paused by its annotation.",
        lambda ask: _scaler(ask, "keda_scaled_object_paused"),
    ),
    _kubernetes(
        "hpa-target",
        "Target of the autoscaler",
        "What the HorizontalPodAutoscaler holds each metric to: for one pod where the target is an average. Ask by "
        "metric_name.",
        lambda ask: ask.aggregate("max", ask.series(_HPA + "spec_target_metric")),
    ),
    _keda(
        "scaler-latency",
        "Time KEDA takes to ask",
        Unit.SECONDS,
        "Time that the last reading of a trigger took. Above a few seconds it fails: KEDA waits 3 s unless told "
        "otherwise.",
        lambda ask: _scaler(ask, "keda_scaler_metrics_latency_seconds"),
    ),
)
