"""What autoscaling becomes: a ScaledObject or a HorizontalPodAutoscaler, and a Deployment without replicas."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, Helm, Rendered

from tritonfleet.charts.keda_trigger import METRIC_TYPES
from tritonfleet.queries import Subject, entry_models, queries, query, selector

KEDA = examples(CHARTS / "triton")["keda"]
ZERO = examples(CHARTS / "triton")["keda-zero"]
HPA = examples(CHARTS / "triton")["hpa"]


def scaled(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The example with other values below autoscaling."""
    values = copy.deepcopy(base)
    values["autoscaling"] |= changes
    return values


def triggers(given: dict[str, Any], **beside: Any) -> dict[str, Any]:
    return scaled(KEDA, keda={"prometheus": {"address": "http://p:9090"}, "triggers": given}, **beside)


@dataclass(frozen=True)
class Knob:
    """Values, what to look at, and what is expected there."""

    values: dict[str, Any]
    look: Callable[[Rendered], Any]
    expected: Any


def scaled_object(r: Rendered) -> Any:
    return r["ScaledObject"]["spec"]


def metadata(r: Rendered) -> Any:
    return scaled_object(r)["triggers"][0]["metadata"]


def kinds(r: Rendered) -> list[str]:
    return [o["kind"] for o in r.objects if o["kind"] in ("ScaledObject", "HorizontalPodAutoscaler")]


def has_replicas(r: Rendered) -> bool:
    return "replicas" in r["Deployment"]["spec"]


def wait_down(r: Rendered) -> int:
    config = scaled_object(r)["advanced"]["horizontalPodAutoscalerConfig"]
    return config["behavior"]["scaleDown"]["stabilizationWindowSeconds"]


OWN = {"query": "sum(gateway)", "target": "4"}

KNOBS = {
    "without owner nothing scales": Knob({}, kinds, []),
    "triggers of nobody make nothing": Knob(scaled(KEDA, owner="none"), kinds, []),
    "KEDA is asked": Knob(KEDA, kinds, ["ScaledObject"]),
    "Kubernetes is asked": Knob(HPA, kinds, ["HorizontalPodAutoscaler"]),
    "KEDA owns replicas": Knob({**KEDA, "replicas": 3}, has_replicas, False),
    "Kubernetes owns replicas": Knob({**HPA, "replicas": 3}, has_replicas, False),
    "the owner is the Deployment": Knob(
        KEDA, lambda r: scaled_object(r)["scaleTargetRef"],
        {"apiVersion": "apps/v1", "kind": "Deployment", "name": "vision"},
    ),
    "triggers come in the order of their names": Knob(
        triggers({"b": OWN, "a": OWN, "dropped": None}),
        lambda r: [t["name"] for t in scaled_object(r)["triggers"]], ["a", "b"],
    ),
    "an empty answer is an error": Knob(triggers({"a": OWN}), lambda r: metadata(r)["ignoreNullValues"], "false"),
    "a person may have it otherwise": Knob(
        triggers({"a": {**OWN, "metadata": {"ignoreNullValues": "true"}}}),
        lambda r: metadata(r)["ignoreNullValues"], "true",
    ),
    "a trigger may ask another server": Knob(
        triggers({"a": {**OWN, "metadata": {"serverAddress": "http://other:9090"}}}),
        lambda r: metadata(r)["serverAddress"], "http://other:9090",
    ),
    "an unknown kind has its own metadata only": Knob(
        triggers({"a": {"type": "kafka", "metadata": {"topic": "frames", "lagThreshold": "9"}}}),
        metadata, {"topic": "frames", "lagThreshold": "9"},
    ),
    "CPU is a share of the request": Knob(
        triggers({"a": {"type": "cpu", "target": "80"}}),
        lambda r: scaled_object(r)["triggers"][0],
        {"type": "cpu", "name": "a", "metricType": "Utilization", "metadata": {"value": "80"}},
    ),
    "another kind proves itself by its own reference only": Knob(
        scaled(KEDA, keda={"prometheus": {"address": "http://p:9090", "authentication": {"name": "p"}},
                           "triggers": {"a": {"type": "kafka"}, "b": OWN}}),
        lambda r: [t.get("authenticationRef") for t in scaled_object(r)["triggers"]],
        [None, {"name": "p", "kind": "TriggerAuthentication"}],
    ),
    "above zero KEDA's own times do not count": Knob(
        scaled(ZERO, min=1), lambda r: {"pollingInterval", "cooldownPeriod"} & scaled_object(r).keys(), set()
    ),
    "at zero they do": Knob(
        ZERO, lambda r: (scaled_object(r)["pollingInterval"], scaled_object(r)["cooldownPeriod"]), (10, 900)
    ),
    "no wait at all is a number too": Knob(
        scaled(ZERO, keda={**ZERO["autoscaling"]["keda"], "cooldownSeconds": 0}),
        lambda r: scaled_object(r)["cooldownPeriod"], 0,
    ),
    "Pods are kept as long as a new one takes to start": Knob(
        {**ZERO, "probes": {"startup": {"budgetSeconds": 1200}}}, wait_down, 1200
    ),
    "and not less than Kubernetes does": Knob({**ZERO, "probes": {"startup": {"budgetSeconds": 60}}}, wait_down, 300),
    "and not more than Kubernetes allows": Knob(
        {**ZERO, "probes": {"startup": {"budgetSeconds": 7200}}}, wait_down, 3600
    ),
    "a person may wait less": Knob(
        scaled(ZERO, behavior={"scaleDown": {"stabilizationWindowSeconds": 0}}), wait_down, 0
    ),
    "a name whose HPA would be too long is cut, and stays apart": Knob(
        {**KEDA, "fullnameOverride": "a" * 55}, lambda r: r["ScaledObject"]["metadata"]["name"],
        "a" * 45 + "-9f4390f8",
    ),
    "a name that fits stays": Knob(
        {**KEDA, "fullnameOverride": "a" * 54}, lambda r: r["ScaledObject"]["metadata"]["name"], "a" * 54
    ),
    "KEDA gives the HPA its annotations": Knob(
        ZERO, lambda r: r["ScaledObject"]["metadata"]["annotations"], {"autoscaling.keda.sh/paused": "false"}
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def rendered(helm: Helm) -> dict[str, Rendered]:
    return helm.render_many({name: knob.values for name, knob in KNOBS.items()})


@pytest.mark.parametrize("name", KNOBS)
def test_scaling_knob(rendered: dict[str, Rendered], name: str) -> None:
    knob = KNOBS[name]
    assert knob.look(rendered[name]) == knob.expected


def test_signals_are_the_queries_that_scale_on_the_service() -> None:
    scales = [name for name, q in queries().items() if q.scales and q.subject is Subject.SERVICE]
    assert sorted(METRIC_TYPES) == sorted(scales)


@pytest.mark.parametrize("signal", sorted(METRIC_TYPES))
def test_a_signal_is_the_query_of_that_name_about_this_service(helm: Helm, signal: str) -> None:
    trigger = scaled_object(helm.render(triggers({"a": {"signal": signal, "window": "3m", "target": "4"}})))[
        "triggers"
    ][0]
    counted = entry_models(["resnet50", "detector.v2"])
    written = query(signal).signal(selector(Subject.SERVICE, "ml", "vision"), "3m", entry=counted)
    assert (trigger["metadata"]["query"], trigger["metricType"]) == (
        written,
        query(signal).extent.metric_type,
    )


def test_metric_types_are_those_of_the_queries() -> None:
    assert {name: query(name).extent.metric_type for name in METRIC_TYPES} == METRIC_TYPES
