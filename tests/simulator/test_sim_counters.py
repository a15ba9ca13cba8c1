"""What Prometheus makes of a pod's counters."""

from __future__ import annotations

import numpy as np
import pytest

from tritonfleet.simulator.batcher import Batcher
from tritonfleet.simulator.batching import Batching
from tritonfleet.simulator.counters import Meter, Sample, mean_waiting, rate
from tritonfleet.simulator.signals import read


def samples(*points: tuple[float, float]) -> list[Sample]:
    """Scrapes of a counter of answers."""
    return [Sample(at, value, value, value, value, value) for at, value in points]


def test_a_request_counts_when_it_is_answered():
    meter, batcher = Meter(), Batcher(Batching((1.0,)))
    batcher.offer([0.0, 0.5])
    meter.add(batcher.run(5.0))
    assert [meter.sample(at, 0).answered for at in (0.9, 1.0, 1.9, 2.0)] == [0, 1, 1, 2]


def test_waiting_and_answering_are_counted_in_seconds():
    meter, batcher = Meter(), Batcher(Batching((1.0,)))
    batcher.offer([0.0, 0.5])
    meter.add(batcher.run(5.0))
    sample = meter.sample(2.0, 0)
    assert (sample.queued, sample.spent) == (0.5, 2.5)


def test_two_instances_at_a_time_keep_a_gpu_busy_once():
    meter, batcher = Meter(), Batcher(Batching((1.0,), instances=2))
    batcher.offer([0.0, 0.5, 4.0])
    meter.add(batcher.run(4.2))
    assert meter.sample(4.2, 0).busy == pytest.approx(1.5 + 0.2)


def test_a_rate_needs_two_samples():
    assert rate(samples((10.0, 5.0)), "answered", 15.0, 60.0) is None


def test_samples_before_the_window_do_not_count():
    assert rate(samples((0.0, 0.0), (70.0, 9.0)), "answered", 75.0, 60.0) is None


def test_a_rate_over_a_whole_window_is_extrapolated_to_its_ends():
    """Samples 5 to 50 s of a minute, a second each: the ends are 5 and 10 s away, less than a step of 15 s."""
    steady = samples(*((at, 100 + at) for at in (5.0, 20.0, 35.0, 50.0)))
    assert rate(steady, "answered", 60.0, 60.0) == pytest.approx(1.0)


def test_a_series_that_begins_within_the_window_is_extrapolated_by_half_a_step():
    """45 s are measured; half a step of 15 s before (the window's start is far), and 0 s after."""
    young = samples((45.0, 100.0), (60.0, 115.0), (75.0, 130.0), (90.0, 145.0))
    assert rate(young, "answered", 90.0, 90.0) == pytest.approx(45 / 45 * 52.5 / 90)


def test_a_counter_is_not_extrapolated_below_zero():
    """It was 3 at the first sample and grew by 1 a second, so it began three seconds before."""
    fresh = samples((10.0, 3.0), (25.0, 18.0), (40.0, 33.0), (55.0, 48.0))
    assert rate(fresh, "answered", 60.0, 60.0) == pytest.approx((45 + 3 + 5) / 60)


def test_the_mean_of_a_queue_is_that_of_its_samples():
    assert mean_waiting(samples((10.0, 4.0), (25.0, 0.0), (40.0, 5.0)), 40.0, 60.0) == 3.0


def test_no_pod_is_an_empty_result():
    assert [
        read(signal, [], 60.0, 60.0) for signal in ("queue-mean", "concurrency", "pending", "gpu-busy")
    ] == [None] * 4


def test_an_idle_pod_waits_for_nothing():
    idle = samples((15.0, 7.0), (30.0, 7.0), (45.0, 7.0))
    assert read("queue-mean", [idle], 60.0, 60.0) == 0.0


def test_concurrency_is_little_s_law():
    """300 requests a second that take 20 ms each are six at a time."""
    rng = np.random.default_rng(1)
    batcher, meter, scrapes = Batcher(Batching((0.02,), instances=50)), Meter(), []
    arrivals = np.cumsum(rng.exponential(1 / 300, 40_000))
    for at in np.arange(0.0, 120.0, 15.0):
        batcher.offer(arrivals[(arrivals >= at - 15) & (arrivals < at)].tolist())
        meter.add(batcher.run(at))
        scrapes.append(meter.sample(at, batcher.waiting))
    assert read("concurrency", [scrapes], 105.0, 60.0) == pytest.approx(6.0, rel=0.05)
