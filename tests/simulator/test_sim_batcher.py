"""One pod's queue and batches: against queueing theory, Triton's rules, and what must never be lost."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.batching import Batches, Batching


def ran(batching: Batching, arrivals: list[float], until: float = math.inf) -> Batches:
    batcher = Batcher(batching)
    batcher.offer(arrivals)
    return batcher.run(until)


def waits(done: Batches) -> np.ndarray:
    return np.repeat(done.starts, done.sizes) - done.arrivals


def poisson(rate: float, count: int, seed: int = 7) -> list[float]:
    return np.cumsum(np.random.default_rng(seed).exponential(1 / rate, count)).tolist()


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8, 0.9])
def test_one_instance_without_batches_is_a_queue_of_deterministic_service(load):
    """M/D/1: the mean wait is ρ s / (2 (1 − ρ)) (Pollaczek and Khinchine)."""
    seconds = 0.01
    done = ran(Batching((seconds,)), poisson(load / seconds, 150_000))
    assert waits(done).mean() == pytest.approx(load * seconds / (2 * (1 - load)), rel=0.05)


def test_several_instances_wait_half_as_long_as_with_exponential_service():
    """M/D/c: about half of Erlang's M/M/c, here with the correction of Cosmetatos (1975)."""
    seconds, servers, load = 0.01, 3, 0.8
    offered = servers * load
    below = sum(offered**k / math.factorial(k) for k in range(servers))
    full = offered**servers / math.factorial(servers) / (1 - load)
    exponential = full / (below + full) * seconds / (servers * (1 - load))
    correction = 1 + (1 - load) * (servers - 1) * (math.sqrt(4 + 5 * servers) - 2) / (16 * load * servers)
    done = ran(Batching((seconds,), servers), poisson(servers * load / seconds, 150_000))
    assert waits(done).mean() == pytest.approx(exponential / 2 * correction, rel=0.05)


def test_a_free_instance_takes_what_waits_at_most_the_largest_batch():
    done = ran(Batching((1.0, 1.0, 1.0)), [0.0, 0.1, 0.2, 0.3, 0.4])
    assert done.sizes.tolist() == [1, 3, 1]
    assert done.starts.tolist() == [0.0, 1.0, 2.0]


def test_each_instance_takes_a_batch():
    done = ran(Batching((1.0, 1.0), instances=2), [0.0, 0.1, 0.2, 0.3])
    assert done.starts.tolist() == [0.0, 0.1, 1.0]


def test_a_batch_takes_as_long_as_its_size_says():
    done = ran(Batching((1.0, 1.5)), [0.0, 0.1, 0.2])
    assert done.ends.tolist() == [1.0, 2.5]


def test_of_what_waits_the_largest_preferred_size_is_taken():
    done = ran(Batching((1.0,) * 8, preferred=(2, 4)), [0.0, *[0.5] * 7])
    assert done.sizes.tolist() == [1, 4, 2, 1]


def test_a_delay_holds_a_batch_until_it_is_over():
    done = ran(Batching((1.0, 1.0, 1.0), delay=0.5), [0.0, 0.2])
    assert (done.starts.tolist(), done.sizes.tolist()) == ([0.5], [2])


def test_a_full_batch_does_not_wait_for_the_delay():
    done = ran(Batching((1.0, 1.0), delay=0.5), [0.0, 0.2])
    assert done.starts.tolist() == [0.2]


def test_a_full_queue_refuses():
    done = ran(Batching((1.0,), max_queue=2), [0.0, 0.1, 0.2, 0.3])
    assert done.refused == [0.3]


def test_a_request_that_waited_too_long_is_refused_at_its_turn():
    done = ran(Batching((1.0,), timeout=0.85), [0.0, 0.1, 0.2])
    assert done.refused == [0.1]


def test_what_does_not_start_yet_can_still_be_joined():
    batcher = Batcher(Batching((1.0, 1.0)))
    batcher.offer([0.0, 0.1])
    first = batcher.run(0.5)
    batcher.offer([0.6])
    second = batcher.run(2.0)
    assert (first.sizes.tolist(), second.sizes.tolist()) == ([1], [2])


ARRIVALS = st.lists(st.floats(0, 20, allow_nan=False), max_size=120).map(sorted)
BATCHING = st.builds(
    lambda fixed, each, most, instances, delay: Batching(
        tuple(fixed + each * size for size in range(1, most + 1)), instances, delay=delay
    ),
    st.floats(0.01, 1),
    st.floats(0, 0.2),
    st.integers(1, 8),
    st.integers(1, 4),
    st.sampled_from([0.0, 0.3]),
)


@settings(deadline=None)
@given(ARRIVALS, BATCHING, st.integers(0, 5), st.sampled_from([0.0, 0.4]))
def test_no_request_is_lost_or_answered_twice(arrivals, batching, max_queue, timeout):
    limits = Batching(batching.service_time, batching.instances, (), batching.delay, max_queue, timeout)
    done = ran(limits, arrivals)
    assert sorted([*done.arrivals, *done.refused]) == arrivals


@settings(deadline=None)
@given(ARRIVALS, BATCHING)
def test_requests_in_the_pod_are_rate_times_latency(arrivals, batching):
    """Little's law, exact over a span in which all that came has gone."""
    done = ran(batching, arrivals)
    spent = float((np.repeat(done.ends, done.sizes) - done.arrivals).sum())
    events = sorted(
        [(at, 1) for at in done.arrivals]
        + [(end, -size) for end, size in zip(done.ends, done.sizes, strict=True)]
    )
    inside, area, before = 0, 0.0, 0.0
    for at, change in events:
        area, before = area + inside * (at - before), at
        inside += change
    assert area == pytest.approx(spent, abs=1e-6)


@settings(deadline=None)
@given(ARRIVALS, BATCHING, st.lists(st.floats(0, 25), max_size=6).map(sorted))
def test_it_does_not_matter_in_how_many_steps_time_passes(arrivals, batching, cuts):
    batcher, starts, given_until = Batcher(batching), [], 0
    for cut in [*cuts, math.inf]:
        until = sum(at < cut for at in arrivals)
        batcher.offer(arrivals[given_until:until])
        starts += batcher.run(cut).starts.tolist()
        given_until = until
    assert starts == ran(batching, arrivals).starts.tolist()


@settings(deadline=None)
@given(ARRIVALS, BATCHING)
def test_a_limit_that_is_never_reached_changes_nothing(arrivals, batching):
    limits = Batching(batching.service_time, batching.instances, (), batching.delay, max_queue=10_000)
    assert ran(limits, arrivals).starts.tolist() == ran(batching, arrivals).starts.tolist()
