"""What Knative's autoscaler is told: the same capacity, in its own words."""

from __future__ import annotations

import re

from scaled import ROOM, SLO, measured, resolved

from tritonfleet.planner.scaling import Given, scaling_plan
from tritonfleet.planner.scaling.knative import KnativePlan, knative_plan

DURATION = re.compile(r"(\d+)s")


def told(scaling=None, *, by=None, **changes) -> KnativePlan:
    service, environment = resolved({"owner": "kpa"} | (scaling or {}), **changes)
    given = Given(ROOM, by)
    plan = scaling_plan(service, environment, given)
    assert plan is not None
    return knative_plan(plan, service, given)


def test_a_pod_is_told_by_all_that_it_computes_at_once_and_the_part_that_is_used():
    settings = told().settings
    assert (settings["target"].value, settings["target-utilization-percentage"].value) == ("16", "70")


def test_twice_that_is_the_most_that_a_pod_is_given():
    assert told().container_concurrency.value == 32


def test_a_limit_above_knatives_own_is_none():
    wide = told(models__classifier__maxBatchSize=600)
    assert wide.container_concurrency.value == 0
    assert "1000" in wide.container_concurrency.reason


def test_requests_a_second_are_counted_where_that_is_asked_for():
    settings = told({"on": "requests"}, by=measured(throughput=800)).settings
    assert (settings["metric"].value, settings["target"].value) == ("rps", "800")


def test_a_target_that_is_asked_for_is_used_whole():
    settings = told({"on": "concurrency", "target": 24}).settings
    assert (settings["target"].value, settings["target-utilization-percentage"].value) == ("24", "100")


def test_a_queue_time_is_nothing_that_knative_counts():
    plan = told(services__vision__slo=SLO)
    assert plan.settings["metric"].value == "concurrency"
    assert "not how long they wait" in plan.settings["metric"].reason


def test_bounds_are_those_of_the_service_and_its_pool():
    settings = told().settings
    assert [settings[name].value for name in ("min-scale", "max-scale", "initial-scale")] == ["2", "4", "2"]


def test_at_zero_the_last_pod_is_kept_for_the_cooldown_and_one_is_started_first():
    settings = told({"min": 0, "cooldown": "10m"}).settings
    assert settings["scale-to-zero-pod-retention-period"].value == "600s"
    assert settings["initial-scale"].value == "1"


def test_times_stay_within_knatives_hour():
    settings = told({"min": 0, "cooldown": "5h"}, models__classifier__load={"time": "2h"}).settings
    for name in ("scale-down-delay", "scale-to-zero-pod-retention-period"):
        assert DURATION.fullmatch(settings[name].value)[1] == "3600"


def test_annotations_have_knatives_names():
    assert all(name.startswith("autoscaling.knative.dev/") for name in told().annotations)
