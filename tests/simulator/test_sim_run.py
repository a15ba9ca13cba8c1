"""Whole runs: nothing is lost, the same seed gives the same run, and scaling does what it should."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet.simulator import Batching, Lifetimes, Policy, Scenario, Trace, Trigger, shape, simulate
from tritonfleet.simulator.policy import Fallback

BATCHING = Batching((0.01, 0.012, 0.014, 0.016))
LIVES = Lifetimes(start=40.0, pre_stop=10.0, grace=40.0)
CONCURRENCY = Trigger("concurrency", "AverageValue", 3.0)
STEADY = Trace("steady", (0.0, 900.0), (300.0, 300.0))
STEP = Trace("step", (0.0, 300.0, 301.0, 900.0), (100.0, 100.0, 600.0, 600.0))


def scenario(trace: Trace = STEP, **changes) -> Scenario:
    return Scenario(trace, BATCHING, LIVES, **{"within": 0.08, **changes})


def policy(*triggers: Trigger, least: int = 1, most: int = 8, **changes) -> Policy:
    return Policy("test", least, most, triggers, **changes)


def ready_at_the_end(run) -> int:
    return run.replicas[-1][2]


SIGNALS = st.sampled_from(
    [
        CONCURRENCY,
        Trigger("queue-mean", "Value", 5.0),
        Trigger("pending", "AverageValue", 2.0),
        Trigger("request-rate", "AverageValue", 150.0),
        Trigger("gpu-busy", "Value", 0.7),
    ]
)


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(["step", "spike", "ramp"]),
    SIGNALS,
    st.integers(0, 99),
    st.sampled_from(["random", "turns"]),
    st.booleans(),
    st.integers(0, 20),
)
def test_every_request_is_answered_refused_failed_or_waits(name, trigger, seed, balance, uniform, max_queue):
    batching = Batching(BATCHING.service_time, max_queue=max_queue)
    given_trace = shape(name, 300.0).stretched(None, 300.0)
    run = simulate(
        Scenario(given_trace, batching, LIVES, 0.08, seed, uniform, balance), policy(trigger, least=1, most=4)
    )
    record = run.record
    assert record.arrived.sum() == record.answered.sum() + record.failed.sum() + run.unanswered


def test_the_same_seed_gives_the_same_run():
    first, second = (simulate(scenario(seed=5), policy(CONCURRENCY)) for _ in range(2))
    assert first.replicas == second.replicas
    assert (first.record.latencies == second.record.latencies).all()


def test_another_seed_gives_other_arrivals():
    first, second = (simulate(scenario(seed=seed), policy(CONCURRENCY)).record for seed in (1, 2))
    assert (first.arrived != second.arrived).any()


def test_every_policy_meets_the_same_arrivals():
    first = simulate(scenario(), policy(CONCURRENCY)).record
    second = simulate(scenario(), policy(least=8)).record
    assert (first.arrived == second.arrived).all()


def test_evenly_spaced_arrivals_do_not_depend_on_the_seed():
    first, second = (simulate(scenario(seed=seed, uniform=True), policy()).record for seed in (1, 2))
    assert (first.arrived == second.arrived).all()


def test_without_a_trigger_the_maximum_stays():
    assert {asked for _, asked, _ in simulate(scenario(), policy(most=5)).replicas} == {5}


def test_more_load_brings_more_pods_after_they_started():
    run = simulate(scenario(), policy(CONCURRENCY))
    first = next(at for at, _, ready in run.replicas if ready > run.replicas[0][2])
    assert ready_at_the_end(run) >= 3
    assert first >= 300.0 + LIVES.start


def test_pods_that_are_not_ready_cost_and_do_not_serve():
    run = simulate(scenario(), policy(CONCURRENCY))
    assert any(asked > ready for _, asked, ready in run.replicas)


def test_answered_requests_cannot_ask_for_more_than_full_pods_answer():
    """A pod answers at most 250 a second, so with a target of 200 the first wish is a quarter more."""
    trace = Trace("jump", (0.0, 120.0, 121.0, 420.0), (100.0, 100.0, 2000.0, 2000.0))
    answered = simulate(scenario(trace), policy(Trigger("request-rate", "AverageValue", 200.0), most=20))
    held = simulate(scenario(trace), policy(CONCURRENCY, most=20))
    assert max(asked for _, asked, _ in answered.replicas) < max(asked for _, asked, _ in held.replicas)


def test_a_query_that_finds_nothing_scales_down_where_it_counts_as_zero():
    blind = scenario(STEADY, blackout=(300.0, 800.0))
    lost = simulate(blind, policy(CONCURRENCY, empty_is_zero=True))
    kept = simulate(blind, policy(CONCURRENCY, fallback=Fallback(3, 3, keeps_more=True)))
    assert min(ready for at, _, ready in lost.replicas if at > 600) == 1
    assert min(ready for at, _, ready in kept.replicas if at > 600) >= 2


def test_a_gateway_holds_requests_while_there_is_no_pod():
    trace = Trace("rare", (0.0, 60.0, 61.0, 400.0), (0.0, 0.0, 20.0, 20.0))
    arriving = Trigger("gateway", "AverageValue", 100.0)
    run = simulate(scenario(trace), policy(arriving, least=0, polling=15))
    assert run.record.failed.sum() == 0
    assert ready_at_the_end(run) == 1


def test_without_a_gateway_requests_that_find_no_pod_fail():
    trace = Trace("rare", (0.0, 60.0, 61.0, 400.0), (0.0, 0.0, 20.0, 20.0))
    run = simulate(scenario(trace), policy(CONCURRENCY, least=0, empty_is_zero=True))
    assert run.record.failed.sum() == run.record.arrived.sum()


def test_a_pod_that_leaves_ends_its_work():
    trace = Trace("falls", (0.0, 300.0, 301.0, 1500.0), (900.0, 900.0, 50.0, 50.0))
    run = simulate(scenario(trace), policy(CONCURRENCY))
    assert ready_at_the_end(run) < run.replicas[0][2]
    assert run.record.failed.sum() == 0


def test_pods_are_paid_for_from_when_they_are_made_until_they_are_gone():
    run = simulate(scenario(STEADY), policy(most=3))
    assert run.pod_seconds == pytest.approx(3 * 900.0)


def test_latencies_are_exact_to_two_percent():
    lonely = Trace("lonely", (0.0, 600.0), (1.0, 1.0))
    run = simulate(scenario(lonely, uniform=True), policy(most=1))
    assert run.record.quantile(0.5) == pytest.approx(0.01, rel=0.02)
