"""Targets: numbers worked by hand."""

from __future__ import annotations

from math import log

import pytest
from scaled import SLO, measured, planned


def target(name: str, *args, **kwargs) -> float:
    return planned(*args, **kwargs).triggers[name].target.value


def test_the_mean_wait_is_what_computing_leaves_over_the_spread_of_waits():
    # 80 − 20 ms to wait; one of a hundred waits 4.6 times the mean; the HPA lets a tenth pass.
    found = target("queue-time", services__vision__slo=SLO, measured=measured(latency_ms=20))
    assert found == pytest.approx(60 / log(100) / 1.1, rel=0.01)


def test_without_a_measurement_half_of_the_objective_is_for_computing():
    found = target("queue-time", services__vision__slo=SLO)
    assert found == pytest.approx(40 / log(100) / 1.1, rel=0.01)


def test_a_stricter_share_leaves_a_shorter_mean():
    strict = {"latency": {"objective": "99.9%", "within": "80ms"}}
    found = target("queue-time", {"on": "queue-time"}, services__vision__slo=strict)
    assert found == pytest.approx(40 / log(1000) / 1.1, rel=0.01)


def test_a_pod_holds_a_batch_an_instance_and_is_used_to_seven_tenths():
    assert target("concurrency") == pytest.approx(0.7 * 16)


def test_stated_headroom_is_what_is_left_unused():
    assert target("concurrency", services__vision__headroom="25%") == pytest.approx(16 / 1.25)


def test_without_a_batcher_a_request_fills_an_instance():
    assert target("concurrency", models__classifier__dynamicBatching=None) == pytest.approx(0.7)


def test_an_ensemble_holds_as_much_as_its_narrowest_step():
    steps = [{"model": "classifier"}, {"model": "narrow"}]
    found = planned(
        models__narrow={"backend": "python", "maxBatchSize": 4, "dynamicBatching": {}},
        models__whole={"platform": "ensemble", "ensemble": {"steps": steps}},
        services__vision__models=["classifier", "narrow", "whole"],
    )
    assert {name: trigger.target.value for name, trigger in found.triggers.items()} == {
        "concurrency": pytest.approx(2.8)
    }


def test_what_may_wait_is_computed_within_the_mean_wait():
    # By Little's law: 800 a second times the mean wait.
    wait = 60 / log(100) / 1.1 / 1000
    found = target("pending", {"on": "pending"}, services__vision__slo=SLO, measured=measured())
    assert found == pytest.approx(800 * wait, rel=0.01)


def test_without_a_measurement_a_batch_an_instance_may_wait():
    assert target("pending", {"on": "pending"}) == 16


def test_requests_a_second_are_those_that_were_measured_used_to_seven_tenths():
    assert target("requests", {"on": "requests"}, measured=measured(throughput=800)) == 560


def test_requests_a_second_are_shared_as_planned_where_nobody_measured():
    load = {**SLO, "requestsPerSecond": 90}
    assert target("requests", {"on": "requests"}, services__vision__slo=load) == 45


@pytest.mark.parametrize(
    ("scaling", "name", "value"),
    [
        ({"on": "queue-time", "target": "12ms"}, "queue-time", 12),
        ({"on": "concurrency", "target": 24}, "concurrency", 24),
        ({"on": "gpu", "target": "60%"}, "gpu", 0.6),
        ({"on": "cpu", "target": "60%"}, "cpu", 60),
    ],
)
def test_a_target_that_is_asked_for_is_taken(scaling, name, value):
    trigger = planned(scaling).triggers[name]
    assert (trigger.target.value, trigger.target.reason) == (value, "asked for (scaling.target)")


@pytest.mark.parametrize(
    ("on", "name", "metric_type"),
    [
        ("queue-time", "queue-time", "Value"),
        ("gpu", "gpu", "Value"),
        ("concurrency", "concurrency", "AverageValue"),
        ("pending", "pending", "AverageValue"),
    ],
)
def test_means_are_compared_whole_and_totals_are_shared(on, name, metric_type):
    assert planned({"on": on}, services__vision__slo=SLO).triggers[name].metric_type == metric_type
