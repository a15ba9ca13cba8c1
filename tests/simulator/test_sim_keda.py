"""KEDA: what stands in for a metric that cannot be read, and the way between no replica and one."""

from __future__ import annotations

import pytest

from tritonfleet.simulator.keda import Keda
from tritonfleet.simulator.policy import Fallback, Pace, Policy, Step, Trigger

PER_POD = Trigger("concurrency", "AverageValue", 10.0)
MEAN = Trigger("queue-mean", "Value", 100.0)
ARRIVING = Trigger("gateway", "AverageValue", 50.0, activation=1.0)
AT_ONCE = Pace(0, (Step("Percent", 1000, 15),))


def keda(
    trigger: Trigger = PER_POD, minimum: int = 1, fallback: Fallback | None = None, *, zero: bool = False
) -> Keda:
    return Keda(
        Policy(
            "test",
            minimum,
            20,
            (trigger,),
            up=AT_ONCE,
            down=AT_ONCE,
            fallback=fallback,
            empty_is_zero=zero,
            cooldown=60,
        )
    )


def nothing(trigger: Trigger) -> None:
    return None


def test_an_empty_result_counts_as_zero_by_keda_s_default():
    assert keda(zero=True).sync(0, nothing, 8, 8) == 1


def test_an_empty_result_that_is_a_failure_changes_nothing():
    assert keda().sync(0, nothing, 8, 8) == 8


@pytest.mark.parametrize("trigger", [PER_POD, MEAN], ids=["AverageValue", "Value"])
def test_more_failures_than_the_threshold_lead_to_the_fallback(trigger):
    scaler = keda(trigger, fallback=Fallback(2, 5))
    assert [scaler.sync(now, nothing, 2, 2) for now in (0, 15, 30)] == [2, 2, 5]


def test_a_fallback_can_keep_more_than_its_replicas():
    scaler = keda(fallback=Fallback(0, 5, keeps_more=True))
    assert scaler.sync(0, nothing, 8, 8) == 8


def test_a_value_has_no_fallback_without_a_ready_pod():
    assert keda(MEAN, fallback=Fallback(0, 5)).sync(0, nothing, 2, 0) == 2


def test_a_success_forgets_the_failures():
    scaler = keda(fallback=Fallback(1, 9))
    found = [scaler.sync(n, lambda t, n=n: 20.0 if n == 1 else None, 2, 2) for n in range(3)]
    assert found == [2, 2, 2]


def test_activity_wakes_the_first_replica():
    assert keda(ARRIVING, minimum=0).poll(0, lambda t: 2.0, 0) == 1


def test_activity_is_above_the_activation_and_not_at_it():
    assert keda(ARRIVING, minimum=0).poll(0, lambda t: 1.0, 0) == 0


def test_the_last_replica_goes_after_the_cooldown():
    scaler = keda(ARRIVING, minimum=0)
    scaler.poll(0, lambda t: 2.0, 1)
    assert [scaler.poll(now, lambda t: 0.0, 1) for now in (30, 60, 61)] == [1, 1, 0]


def test_a_minimum_above_zero_is_never_left():
    assert keda(minimum=1).poll(1000, lambda t: 0.0, 1) == 1
