"""Scaling, objectives and monitors that cannot work: refused by the types and by the templates, in one clear line."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import pytest
from chart_rendering import Helm
from pydantic import ValidationError

from tritonfleet.charts.schema import values_schema
from tritonfleet.charts.values import TritonValues

QUERY = {"query": "sum(gateway_requests)", "target": "4"}
SIGNAL = {"signal": "concurrency", "target": "4"}
CPU = {"type": "cpu", "target": "80"}
ADDRESS = {"address": "http://prometheus:9090"}


def keda(*triggers: dict[str, Any], prometheus: Any = ADDRESS, **more: Any) -> dict[str, Any]:
    """Values with a ScaledObject; ``fallback`` goes below keda, all else beside it."""
    below = {"fallback": more.pop("fallback")} if "fallback" in more else {}
    names = {chr(ord("a") + i): trigger for i, trigger in enumerate(triggers)}
    scaler = {"prometheus": prometheus, "triggers": names, **below}
    return {"autoscaling": {"owner": "keda", "max": 4, "keda": scaler, **more}}


def hpa(*metrics: dict[str, Any], **more: Any) -> dict[str, Any]:
    names = {chr(ord("a") + i): metric for i, metric in enumerate(metrics)}
    return {"autoscaling": {"owner": "hpa", "max": 4, "hpa": {"metrics": names}, **more}}


BUSY = {"resource": {"name": "cpu", "averageUtilization": 70}}
NO_METRICS = {"server": {"metrics": {"enabled": False}}}
FROZEN = {"server": {"metrics": {"counterLatencies": False}}}
NO_CPU = {"resources": {"requests": {"cpu": None}}}
SLOW = {"slo": {"latency": {"objective": "0.99", "withinMilliseconds": 80, "source": "histogram"}}}

BY_SCHEMA_TOO: dict[str, tuple[dict[str, Any], str]] = {
    "a monitor of nothing": (
        {"monitoring": {"monitor": "PodMonitor"}, **NO_METRICS},
        "monitoring.monitor: a PodMonitor needs server.metrics.enabled: true",
    ),
    "rules over nothing": (
        {"monitoring": {"rules": {"enabled": True}}, **NO_METRICS},
        "monitoring.rules.enabled needs server.metrics.enabled and counterLatencies: true",
    ),
    "a histogram that is off": (SLOW, "slo.latency: source histogram needs server.metrics.histogramLatencies: true"),
    "no trigger": (keda(), "autoscaling.keda.triggers: expected at least one, because owner is keda"),
    "no metric": (hpa(), "autoscaling.hpa.metrics: expected at least one, because owner is hpa"),
    "no maximum": (keda(SIGNAL, max=None), "autoscaling.max is needed, because owner is keda"),
    "an HPA to zero": (hpa(BUSY, min=0), "autoscaling.min: expected 1 or more, because owner is hpa"),
    "a trigger that asks nothing": (keda({"target": "4"}), "triggers.a: expected either signal or query"),
    "a trigger that asks twice": (keda({**QUERY, **SIGNAL}), "triggers.a: expected either signal or query"),
    "a trigger without target": (keda({"signal": "pending"}), "triggers.a.target: expected a number as text"),
    "a target that is no number": (keda({**SIGNAL, "target": "20ms"}), "triggers.a.target: expected a number as text"),
    "a target of another kind": (
        keda({"type": "kafka", "target": "4"}), "triggers.a.target: a trigger of type kafka has its target in metadata",
    ),
    "a share of no request": (
        keda({**SIGNAL, "metricType": "Utilization"}),
        "triggers.a.metricType: Utilization is not for a trigger of type prometheus",
    ),
    "CPU as a total": (
        keda({**CPU, "metricType": "AverageValue"}),
        "triggers.a.metricType: AverageValue is not for a trigger of type cpu",
    ),
    "a metric that is nothing": (hpa({}), "autoscaling.hpa.metrics.a: expected either resource or external"),
}  # fmt: skip

BEYOND_THE_SCHEMA: dict[str, tuple[dict[str, Any], str]] = {
    "triggers that are all dropped": (
        {"autoscaling": {"owner": "keda", "max": 4, "keda": {"prometheus": ADDRESS, "triggers": {"a": None}}}},
        "autoscaling.keda.triggers: expected at least one, because owner is keda",
    ),
    "metrics that are all dropped": (
        {"autoscaling": {"owner": "hpa", "max": 4, "hpa": {"metrics": {"a": None}}}},
        "autoscaling.hpa.metrics: expected at least one, because owner is hpa",
    ),
    "a scrape longer than the interval": (
        {"monitoring": {"interval": "900ms", "scrapeTimeout": "1s"}},
        "monitoring: scrapeTimeout (1s) is above interval (900ms)",
    ),
    "rules over frozen counters": (
        {"monitoring": {"rules": {"enabled": True}}, **FROZEN},
        "monitoring.rules.enabled needs server.metrics.enabled and counterLatencies: true",
    ),
    "less than the least": (keda(SIGNAL, min=5), "autoscaling: min (5) is above max (4)"),
    "nobody to ask": (
        keda(SIGNAL, prometheus={}),
        "autoscaling.keda.prometheus.address is needed, because autoscaling.keda.triggers.a",
    ),
    "nothing to start the first Pod": (
        keda(SIGNAL, {"query": "sum(nv_inference_pending_request_count)", "target": "1"}, CPU, min=0),
        "autoscaling.min is 0, but every trigger is measured on the service's own Pods",
    ),
    "a fallback of nothing": (
        keda(CPU, fallback={"replicas": 3}),
        "autoscaling.keda.fallback: expected a trigger that is neither cpu nor memory",
    ),
    "a signal without metrics": (
        {**keda(SIGNAL), **NO_METRICS}, "triggers.a.signal needs server.metrics.enabled and counterLatencies: true"
    ),
    "a signal of frozen counters": (
        {**keda(SIGNAL), **FROZEN}, "triggers.a.signal needs server.metrics.enabled and counterLatencies: true"
    ),
    "a share of no CPU": ({**keda(CPU), **NO_CPU}, "autoscaling.keda.triggers.a needs resources.requests.cpu"),
    "a share of no CPU, by HPA": ({**hpa(BUSY), **NO_CPU}, "autoscaling.hpa.metrics.a needs resources.requests.cpu"),
    "a budget that keeps every Pod": (
        {**keda(SIGNAL, min=2), "podDisruptionBudget": {"minAvailable": 2}},
        "podDisruptionBudget.minAvailable (2): expected less than autoscaling.min (2)",
    ),
    "a budget that keeps the only Pod": (
        {**keda(QUERY, min=0), "podDisruptionBudget": {"minAvailable": 1}},
        "podDisruptionBudget.minAvailable (1): expected less than autoscaling.min (0)",
    ),
}  # fmt: skip

REFUSED = BY_SCHEMA_TOO | BEYOND_THE_SCHEMA
VALIDATOR = jsonschema_rs.validator_for(values_schema(TritonValues, "", asks_for_nulled=True))


@pytest.mark.parametrize("name", REFUSED)
def test_template_refuses(helm: Helm, name: str) -> None:
    values, message = REFUSED[name]
    assert message in helm.refuse(values, "triton", "--skip-schema-validation")


@pytest.mark.parametrize("name", REFUSED)
def test_types_refuse(name: str) -> None:
    with pytest.raises(ValidationError):
        TritonValues.model_validate(REFUSED[name][0])


@pytest.mark.parametrize("name", REFUSED)
def test_schema_refuses_what_it_can_compare(name: str) -> None:
    assert VALIDATOR.is_valid(REFUSED[name][0]) == (name in BEYOND_THE_SCHEMA)


BY_FORM: dict[str, dict[str, Any]] = {
    "a target of 0": keda({**SIGNAL, "target": "0.0"}),
    "more decimals than KEDA keeps": keda({**SIGNAL, "target": "0.0004"}),
    "a number instead of text": keda({**SIGNAL, "target": 4}),
    "a trigger's name": {"autoscaling": {"keda": {"triggers": {"A_b": SIGNAL}}}},
    "an unknown signal": keda({"signal": "gpu-utilization", "target": "80"}),
    "metadata that is no text": keda({**QUERY, "metadata": {"unsafeSsl": True}}),
    "an address without scheme": keda(SIGNAL, prometheus={"address": "prometheus:9090"}),
    "a password in an address": keda(SIGNAL, prometheus={"address": "http://me:secret@prometheus:9090"}),
    "an objective of everything": {"slo": {"availability": {"objective": "1"}}},
    "an objective of nothing": {"slo": {"availability": {"objective": "0.00"}}},
    "an objective in percent": {"slo": {"availability": {"objective": "99.9%"}}},
    "a window of minutes": {"slo": {"window": "90m"}},
    "an interval without unit": {"monitoring": {"interval": "15"}},
    "a label that Prometheus keeps": {"monitoring": {"rules": {"alertLabels": {"__name__": "x"}}}},
    "a wait that Kubernetes refuses": {
        "autoscaling": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 3601}}}
    },
    "two ways to say how much": hpa({"resource": {"name": "cpu", "averageUtilization": 1, "averageValue": "1"}}),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_FORM)
def test_schema_and_types_refuse_the_form(name: str) -> None:
    with pytest.raises(ValidationError):
        TritonValues.model_validate(BY_FORM[name])
    assert not VALIDATOR.is_valid(BY_FORM[name])


WORKS: dict[str, dict[str, Any]] = {
    "a signal": keda(SIGNAL),
    "a server of one's own for one trigger": keda(
        {**QUERY, "metadata": {"serverAddress": "http://other:9090"}}, prometheus={}
    ),
    "zero by a gateway": keda(QUERY, SIGNAL, min=0),
    "zero by the clock": keda({"type": "cron", "target": "1"}, min=0),
    "a dropped trigger": keda(SIGNAL, None),
    "CPU that only its limit states": {**keda(CPU), "resources": {"requests": {"cpu": None}, "limits": {"cpu": "2"}}},
    "a histogram that is on": {**SLOW, "server": {"metrics": {"histogramLatencies": True}}},
    "an objective for the mean": {
        "slo": {"latency": {"objective": "0.9", "withinMilliseconds": 0.5, "source": "mean"}}
    },
    "triggers that nobody owns yet": {"autoscaling": {"keda": {"triggers": {"a": SIGNAL}}}},
}  # fmt: skip


@pytest.mark.parametrize("name", WORKS)
def test_schema_types_and_templates_accept(helm: Helm, name: str) -> None:
    values = WORKS[name]
    TritonValues.model_validate(copy.deepcopy(values))
    assert VALIDATOR.is_valid(values)
    helm.render(values)
