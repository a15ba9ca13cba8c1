"""Hypothesis strategies: values of autoscaling that can work, of every shape that the chart knows."""

from __future__ import annotations

from typing import Any, get_args

import hypothesis.strategies as st

from tritonfleet.charts.keda_trigger import Signal

BASE: dict[str, Any] = {
    "fullnameOverride": "demo",
    "modelRepository": {"pvc": {"claimName": "models"}},
    "monitoring": {"monitor": "ServiceMonitor"},
}
NAMES = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
AMOUNTS = st.integers(1, 99_999).map(lambda tenths: f"{tenths / 10:.1f}")
COUNTS = st.integers(1, 50)


def _some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _named(item: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(NAMES, item, min_size=least, max_size=3)


POLICIES = _named(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["Pods", "Percent"]), "value": COUNTS, "periodSeconds": st.integers(1, 1800)}
    )
)
DIRECTIONS = _some(
    stabilizationWindowSeconds=st.integers(0, 3600),
    selectPolicy=st.sampled_from(["Max", "Min"]),
    policies=POLICIES,
)
BEHAVIORS = _some(scaleUp=DIRECTIONS, scaleDown=DIRECTIONS)

SIGNALS = st.fixed_dictionaries(
    {"signal": st.sampled_from(get_args(Signal)), "target": AMOUNTS},
    optional={"window": st.sampled_from(["90s", "2m", "5m"])},
)
QUERIES = st.fixed_dictionaries(
    {"query": st.just('sum(rate(gateway_requests_total{route="demo"}[2m]))'), "target": AMOUNTS},
    optional={"activation": st.just("0"), "metadata": st.just({"timeout": "5s"})},
)
CLOCKS = st.fixed_dictionaries(
    {
        "type": st.just("cron"),
        "target": COUNTS.map(str),
        "metadata": st.just({"timezone": "UTC", "start": "0 8 * * *", "end": "0 20 * * *"}),
    }
)
WAKING = QUERIES | CLOCKS


@st.composite
def keda(draw: st.DrawFn) -> dict[str, Any]:
    """A ScaledObject whose triggers can do what its bounds ask for."""
    low, high = sorted(draw(st.lists(st.integers(0, 40), min_size=2, max_size=2, unique=True)))
    triggers = draw(_named(SIGNALS | WAKING, least=1)) | ({"zz-wakes": draw(WAKING)} if low == 0 else {})
    below: dict[str, Any] = {"prometheus": {"address": "http://prometheus:9090"}, "triggers": triggers}
    if draw(st.booleans()):
        below["fallback"] = {"replicas": draw(st.integers(max(low, 1), high))}
    times = draw(_some(pollingIntervalSeconds=COUNTS, cooldownSeconds=st.integers(0, 900)))
    return {"owner": "keda", "min": low, "max": high, "keda": below | times}


@st.composite
def hpa(draw: st.DrawFn) -> dict[str, Any]:
    """A HorizontalPodAutoscaler on CPU or on external metrics."""
    low, high = sorted(draw(st.lists(COUNTS, min_size=2, max_size=2, unique=True)))
    external = st.fixed_dictionaries(
        {
            "metric": st.just("triton_concurrency"),
            "metricType": st.sampled_from(["Value", "AverageValue"]),
            "target": AMOUNTS,
        },
        optional={"matchLabels": st.just({"job": "demo"})},
    )
    metrics = draw(_named(st.fixed_dictionaries({"external": external}), least=1))
    return {"owner": "hpa", "min": low, "max": high, "hpa": {"metrics": metrics}}


AUTOSCALINGS = st.builds(
    lambda scaling, behavior: {"autoscaling": {**scaling, "behavior": behavior}}, keda() | hpa(), BEHAVIORS
)
