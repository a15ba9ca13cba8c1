"""Queries on scalers: from KEDA's operator and its admission webhooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tritonfleet.queries.building import Ask, alike
from tritonfleet.queries.selectors import Subject
from tritonfleet.queries.types import Extent, Query, Unit


def _keda(
    name: str, title: str, unit: Unit, about: str, build: Callable[[Ask], str], switch: str = "operator"
) -> Query:
    return Query(
        name,
        title,
        unit,
        Extent.MEAN,
        about,
        build,
        exporter="keda",
        subject=Subject.SCALED_OBJECT,
        switch=switch,
    )


def _own(ask: Ask, expression: str) -> str:
    """KEDA writes a namespace of its own, which its chart's monitors let the scrape rename."""
    return alike(expression, {"namespace": "exported_namespace"} if "namespace" in ask.by else {})


def _scaler(ask: Ask, metric: str) -> str:
    return ask.aggregate("max", _own(ask, ask.series(metric)))


def _gained(ask: Ask, counter: str) -> str:
    return ask.aggregate("sum", _own(ask, f"increase({ask.ranged(ask.series(counter))})"))


KEDA = (
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
        lambda ask: _gained(ask, "keda_scaler_detail_errors_total"),
    ),
    replace(
        _keda(
            "scaler-empty",
            "Empty answers to KEDA",
            Unit.NUMBER,
            "Times within the window that a trigger's source answered with nothing, whether KEDA takes that for an "
            "error or for 0. The ScaledObject is in the label scaledResource. From KEDA 2.20 on.",
            lambda ask: _gained(ask, "keda_scaler_empty_upstream_responses_total"),
        ),
        subject=Subject.SCALED_RESOURCE,
    ),
    _keda(
        "scaler-paused",
        "Scaling paused",
        Unit.NUMBER,
        "1 while the ScaledObject is paused by its annotation.",
        lambda ask: _scaler(ask, "keda_scaled_object_paused"),
    ),
    _keda(
        "scaler-latency",
        "Time KEDA takes to ask",
        Unit.SECONDS,
        "Time that the last reading of a trigger took. Above a few seconds it fails: KEDA waits 3 s unless told "
        "otherwise.",
        lambda ask: _scaler(ask, "keda_scaler_metrics_latency_seconds"),
    ),
    replace(
        _keda(
            "webhook-errors",
            "ScaledObjects refused",
            Unit.NUMBER,
            "Times within the window that KEDA's admission webhook refused a ScaledObject. It tells the namespace, not "
            "which object.",
            lambda ask: _gained(ask, "keda_webhook_scaled_object_validation_errors_total"),
            "webhooks",
        ),
        subject=Subject.NAMESPACE,
    ),
)
