"""Between how many pods, and how fast."""

from __future__ import annotations

import pytest
from scaled import SLO, measured, planned

from tritonfleet.planner.scaling import Room


def test_the_fewest_pods_are_the_replicas():
    assert planned().minimum.value == 2


def test_the_most_pods_are_the_replicas_and_the_places_left():
    assert planned(room=Room(5, 1, "pool gpu")).maximum.value == 7


def test_places_are_shared_with_the_other_scaled_services():
    plan = planned(room=Room(5, 2, "pool gpu"))
    assert plan.maximum.value == 4
    assert "shared by 2 scaled services" in plan.maximum.reason


def test_on_cpus_the_load_says_how_many_pods_there_are_at_most():
    load = {"requestsPerSecond": 4000}
    plan = planned(services__vision__gpu=None, services__vision__slo=load, room=None, measured=measured(800))
    assert plan.maximum.value == 8  # 4000 / (800 × 0.7)


def test_on_cpus_without_a_load_it_is_four_times_the_replicas_and_said_so():
    plan = planned(services__vision__gpu=None, room=None)
    assert (plan.maximum.value, "scaling.max states another" in plan.maximum.reason) == (8, True)


def test_a_window_of_queries_holds_four_scrapes():
    slow = {"namespace": "monitoring", "address": "http://prometheus:9090", "scrapeInterval": "30s"}
    assert planned(clusters__main__prometheus=slow).window.value == 120


def test_a_window_is_a_minute_at_least():
    quick = {"namespace": "monitoring", "address": "http://prometheus:9090", "scrapeInterval": "5s"}
    assert planned(clusters__main__prometheus=quick).window.value == 60


def test_more_pods_are_added_once_those_before_serve_and_show():
    up = planned().behavior.up
    # 30 s to start and 20 s to load, then a window of a minute.
    assert {policy.period for policy in up.policies.values()} == {50 + 60}
    assert up.window.value == 0


def test_a_step_up_reaches_the_expected_load_at_once():
    load = {**SLO, "requestsPerSecond": 4000}
    plan = planned(
        {"min": 1}, services__vision__slo=load, measured=measured(800), room=Room(20, 1, "pool gpu")
    )
    assert plan.behavior.up.policies["step"].value == 11  # Half of 1 to 22; 8 pods carry the load.


def test_pods_stay_as_long_as_a_new_one_may_take_to_start():
    slow = {"time": "400s"}
    assert planned(models__classifier__load=slow).behavior.down.window.value == 830


def test_pods_stay_an_hour_at_most_because_kubernetes_allows_no_more():
    assert planned(models__classifier__load={"time": "1h"}).behavior.down.window.value == 3600


def test_pods_leave_one_by_one_each_with_time_to_end_its_requests():
    step = planned(services__vision__server={"exitTimeout": "90s"}).behavior.down.policies["step"]
    assert (step.type, step.value, step.period) == ("Pods", 1, 120)


def test_a_large_service_shrinks_by_a_tenth():
    assert planned(room=Room(38, 1, "pool gpu")).behavior.down.policies["step"].value == 4


def test_without_a_metric_the_replicas_of_the_expected_load_stay():
    load = {**SLO, "requestsPerSecond": 1500}
    plan = planned({"min": 1}, services__vision__slo=load, measured=measured(800))
    assert plan.fallback.replicas.value == 3


def test_the_fallback_is_never_above_the_maximum():
    load = {**SLO, "requestsPerSecond": 9000}
    plan = planned(services__vision__slo=load, measured=measured(800))
    assert plan.fallback.replicas.value == plan.maximum.value


def test_a_gap_as_long_as_the_window_is_waited_for():
    slow = {"namespace": "monitoring", "address": "http://prometheus:9090", "scrapeInterval": "60s"}
    assert planned(clusters__main__prometheus=slow).fallback.failures.value == 240 // 15


@pytest.mark.parametrize(
    ("keda", "behavior"),
    [("2.16.1", "static"), ("v2.21.0", "currentReplicasIfHigher"), (None, "currentReplicasIfHigher")],
)
def test_more_pods_than_the_fallback_are_kept_where_keda_can(keda, behavior):
    assert (
        planned(clusters__main__versions={"keda": keda} if keda else {}).fallback.behavior.value == behavior
    )


def test_times_about_zero_pods_count_only_where_zero_is_reached():
    plan = planned()
    assert (plan.polling, plan.cooldown, plan.initial_cooldown) == (None, None, None)


GATEWAY = {
    "on": "gateway",
    "min": 0,
    "target": 20,
    "gateway": {"by": "query", "query": "sum(rate(calls[2m]))"},
}


def test_a_sleeping_service_lives_longer_than_it_takes_to_start():
    plan = planned(GATEWAY, models__classifier__load={"time": "400s"})
    assert plan.cooldown.value == plan.initial_cooldown.value == 830


def test_a_cooldown_that_is_asked_for_is_taken():
    assert planned(GATEWAY | {"cooldown": "20m"}).cooldown.value == 1200


def test_silence_at_the_gateway_is_no_failure():
    assert planned(GATEWAY).fallback is None
