"""Fleets with scaling of any shape that the fleet's own rules accept, as a Hypothesis strategy."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from scaled import PROMETHEUS, fleet

from support.fleets import parsed
from tritonfleet.spec.consistency import check_environment
from tritonfleet.spec.resolve import resolve_service

Spec = dict[str, Any]

SIGNALS = ("auto", "queue-time", "concurrency", "pending", "gpu", "requests", "cpu")
durations = st.sampled_from(["2s", "40s", "6m", "25m"])
batchers = st.sampled_from([None, {}, {"maxQueueDelay": "500us"}, {"maxQueueDelay": "20ms"}])
objectives = st.none() | st.fixed_dictionaries(
    {
        "latency": st.fixed_dictionaries(
            {
                "objective": st.sampled_from(["90%", "99%", "99.95%"]),
                "within": st.sampled_from(["5ms", "80ms", "2s"]),
            }
        )
    },
    optional={"requestsPerSecond": st.sampled_from([0.5, 90, 7200])},
)
windows = st.fixed_dictionaries(
    {
        "start": st.sampled_from(["0 8 * * 1-5", "*/30 6 * * MON"]),
        "end": st.just("0 18 * * 1-5"),
        "replicas": st.integers(1, 3),
        "timezone": st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]),
    }
)
asleep = st.fixed_dictionaries(
    {
        "on": st.just("gateway"),
        "gateway": st.sampled_from(
            [{"by": "http-add-on"}, {"by": "query", "query": 'sum(rate(calls{to="vision"}[2m]))'}]
        ),
        "min": st.integers(0, 1),
        "target": st.sampled_from([0.5, 20, 1500]),
    },
    optional={"cooldown": st.just("2h"), "cron": st.fixed_dictionaries({"day": windows})},
)
awake = st.fixed_dictionaries(
    {"on": st.sampled_from(SIGNALS), "owner": st.sampled_from(["keda", "keda", "hpa"])},
    optional={
        "min": st.integers(1, 3),
        "max": st.integers(3, 4),
        "cron": st.fixed_dictionaries({"day": windows}),
    },
)


@st.composite
def scaled_fleets(draw: st.DrawFn) -> Spec:
    """A fleet whose scaling breaks no rule of its own."""
    changes = {
        "services__vision__slo": draw(objectives),
        "services__vision__replicas": draw(st.integers(1, 3)),
        "services__vision__headroom": draw(st.sampled_from(["0%", "20%", "100%"])),
        "models__classifier__maxBatchSize": draw(st.sampled_from([1, 16, 64])),
        "models__classifier__dynamicBatching": draw(batchers),
        "models__classifier__load": {"time": draw(durations)},
        "clusters__main__prometheus": PROMETHEUS
        | {"scrapeInterval": draw(st.sampled_from(["5s", "15s", "1m"]))},
        "clusters__main__keda": {"httpAddOn": True},
        "clusters__main__versions": {"keda": draw(st.sampled_from(["2.19.0", "2.21.0"]))},
    }
    if draw(st.booleans()):
        changes |= _pipeline()
    scaling = draw(awake | awake | asleep)
    if scaling.get("owner") == "hpa":
        scaling.pop("cron", None)
    return fleet(scaling, **changes)


def accepted(made: Spec) -> bool:
    """Whether the fleet's own rules say nothing at all."""
    file = parsed(made)
    return not list(check_environment(file, resolve_service(file, "vision")["prod"]))


def _pipeline() -> Spec:
    """Two models that an ensemble calls, and one that clients call themselves."""
    steps = [
        {"model": "classifier", "inputs": {"input": "a"}, "outputs": {"output": "b"}},
        {"model": "second", "inputs": {"input": "b"}, "outputs": {"output": "c"}},
    ]
    tensors = {
        "inputs": {"a": {"dataType": "FP32", "dims": [4]}},
        "outputs": {"c": {"dataType": "FP32", "dims": [2]}},
    }
    model = {
        "backend": "onnxruntime",
        "inputs": {"input": {"dataType": "FP32", "dims": [2]}},
        "outputs": {"output": {"dataType": "FP32", "dims": [2]}},
    }
    return {
        "models__second": model,
        "models__alone.x": model,
        "models__whole": {"platform": "ensemble", "ensemble": {"steps": steps}, **tensors},
        "services__vision__models": ["classifier", "second", "whole", "alone.x"],
    }
