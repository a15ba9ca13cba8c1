"""The HPA's decisions: worked examples of Kubernetes' documentation and of its source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tritonfleet.simulator.hpa import Autoscaler, Reading, wanted
from tritonfleet.simulator.policy import FASTEST, SLOWEST, Pace, Policy, Step, Trigger

PER_POD = Trigger("concurrency", "AverageValue", 10.0)
MEAN = Trigger("queue-mean", "Value", 100.0)
AT_ONCE = Pace(0, (Step("Percent", 1000, 15),))
ALL_AT_ONCE = Pace(0, (Step("Percent", 100, 15),))


def policy(up: Pace = AT_ONCE, down: Pace = ALL_AT_ONCE, *, most: int = 100) -> Policy:
    return Policy("test", 1, most, (PER_POD,), up=up, down=down)


def decided(scaler: Autoscaler, now: float, value: float | None, current: int) -> int:
    return scaler.decide(now, [Reading(PER_POD, value)], current, current)


@pytest.mark.parametrize(
    ("value", "replicas"),
    [(200.0, 8), (50.0, 2), (100.0, 4)],
    ids=["twice the target doubles", "half of it halves", "the target keeps"],
)
def test_value_multiplies_the_ready_pods_by_the_ratio(value, replicas):
    """kubernetes/website: the documentation's example of 200m and 50m against 100m."""
    assert wanted(MEAN, value, 4, 4, 0.1) == replicas


@pytest.mark.parametrize("value", [91.0, 109.0])
def test_a_ratio_within_the_tolerance_changes_nothing(value):
    assert wanted(MEAN, value, 5, 5, 0.1) == 5


def test_value_counts_ready_pods_and_not_those_asked_for():
    assert wanted(MEAN, 200.0, 8, 3, 0.1) == 6


def test_average_value_divides_the_total_and_rounds_up():
    assert wanted(PER_POD, 41.0, 2, 2, 0.1) == 5


def test_average_value_does_not_care_which_pods_are_ready():
    assert wanted(PER_POD, 41.0, 2, 0, 0.1) == 5


def test_average_value_is_held_by_the_tolerance_of_all_pods_together():
    assert wanted(PER_POD, 43.0, 4, 4, 0.1) == 4


def test_of_several_metrics_the_largest_wish_counts():
    scaler = Autoscaler(policy())
    readings = [Reading(PER_POD, 30.0), Reading(MEAN, 300.0)]
    assert scaler.decide(0, readings, 2, 2) == 6


def test_a_failed_metric_stops_a_scale_down():
    scaler = Autoscaler(policy())
    assert scaler.decide(0, [Reading(PER_POD, 10.0), Reading(MEAN, None)], 5, 5) == 5


def test_a_failed_metric_does_not_stop_a_scale_up():
    scaler = Autoscaler(policy())
    assert scaler.decide(0, [Reading(PER_POD, 90.0), Reading(MEAN, None)], 5, 5) == 9


def test_nothing_changes_when_every_metric_fails():
    assert decided(Autoscaler(policy()), 0, None, 5) == 5


def test_no_replica_switches_the_autoscaler_off():
    assert decided(Autoscaler(policy()), 0, 500.0, 0) == 0


def test_replicas_beyond_the_bounds_come_back_at_once():
    assert decided(Autoscaler(policy(most=4)), 0, 500.0, 9) == 4


def test_down_takes_the_largest_wish_of_the_window():
    scaler = Autoscaler(policy(down=Pace(300, (Step("Percent", 100, 15),))))
    found = [decided(scaler, now, value, 10) for now, value in ((0, 80.0), (150, 50.0), (299, 20.0))]
    assert found == [10, 10, 10]
    assert decided(scaler, 301, 20.0, 10) == 5


def test_up_takes_the_smallest_wish_of_the_window():
    scaler = Autoscaler(policy(up=Pace(60, (Step("Percent", 1000, 15),))))
    assert decided(scaler, 0, 50.0, 2) == 2
    assert decided(scaler, 59, 90.0, 2) == 2
    assert decided(scaler, 61, 90.0, 2) == 9


def test_a_wish_that_pace_held_back_is_not_carried_out_later():
    """kubernetes/kubernetes:pkg/controller/podautoscaler/horizontal.go, stabilizeRecommendationWithBehaviors."""
    scaler = Autoscaler(
        policy(up=Pace(0, (Step("Pods", 1, 60),)), down=Pace(300, (Step("Percent", 100, 15),)))
    )
    assert decided(scaler, 0, 100.0, 2) == 3
    assert decided(scaler, 75, 10.0, 3) == 3


def test_a_window_upwards_never_takes_a_pod_away():
    scaler = Autoscaler(policy(up=Pace(120, (Step("Percent", 1000, 15),))))
    assert decided(scaler, 0, 20.0, 4) == 2
    assert decided(scaler, 15, 60.0, 4) == 4


def test_kubernetes_defaults_go_up_by_the_larger_of_four_pods_and_double():
    """With one pod: to five; with ten: to twenty (the default scaleUp policies take the larger)."""
    assert decided(Autoscaler(policy(FASTEST, SLOWEST)), 0, 9000.0, 1) == 5
    assert decided(Autoscaler(policy(FASTEST, SLOWEST)), 0, 9000.0, 10) == 20


def test_a_step_counts_from_where_its_period_began():
    scaler = Autoscaler(policy(up=Pace(0, (Step("Pods", 2, 60),))))
    current, found = 1, []
    for now in (0, 15, 30, 45, 61, 76):
        current = decided(scaler, now, 900.0, current)
        found.append(current)
    assert found == [3, 3, 3, 3, 5, 5]


def test_ten_percent_a_minute_downwards_is_rounded_down_once():
    """kubernetes/website: 80 pods, then 72, then 72 − 7.2 rounds to 64 pods left."""
    scaler = Autoscaler(policy(down=Pace(0, (Step("Percent", 10, 60),))))
    first = decided(scaler, 0, 10.0, 80)
    assert (first, decided(scaler, 61, 10.0, first)) == (72, 64)


@given(st.floats(0, 1e6), st.integers(1, 50), st.integers(0, 50))
def test_a_decision_keeps_to_the_bounds(value, current, ready):
    scaler = Autoscaler(policy(most=20))
    assert 1 <= scaler.decide(0, [Reading(MEAN, value)], current, min(ready, current)) <= 20
