"""How long a batch takes: as stated, or by a profile."""

from __future__ import annotations

import pytest

from tritonfleet.errors import InputError
from tritonfleet.planner.profiles import ProfileRow
from tritonfleet.simulator.service_time import profiled_service_time, stated_service_time


def row(batch: int | None, processes: int | None, throughput: float, unit: str = "gpu") -> ProfileRow:
    return ProfileRow(unit, batch, processes, throughput, 1.0)


def test_one_time_is_that_of_any_batch():
    assert stated_service_time("20ms", 3) == (0.02, 0.02, 0.02)


def test_two_times_are_a_batch_s_and_each_request_s():
    assert stated_service_time("5ms+2ms", 2) == pytest.approx((0.007, 0.009))


@pytest.mark.parametrize("text", ["", "5", "0ms", "5ms+", "+5ms", "5ms+2ms+1ms", "fast", "-5ms"])
def test_another_text_is_refused(text):
    with pytest.raises(InputError, match="expected a service time"):
        stated_service_time(text, 4)


def test_a_profile_of_two_batches_gives_a_line_through_them():
    """10 ms for one and 17 ms for eight: 9 ms, and 1 ms a request."""
    rows = [row(1, 1, 100.0), row(8, 1, 8 / 0.017)]
    assert profiled_service_time(rows, "gpu", 1, 4) == pytest.approx((0.010, 0.011, 0.012, 0.013))


def test_instances_work_side_by_side():
    """Two instances that answer 160 batches of one a second together take 12.5 ms each."""
    assert profiled_service_time([row(1, 2, 160.0)], "gpu", 2, 1) == pytest.approx((0.0125,))


def test_a_single_measurement_takes_its_proportions_from_others():
    """Elsewhere a batch takes as long as two requests; so of 20 ms for eight, 4 ms are the batch's."""
    rows = [row(2, 1, 2 / 0.004), row(8, 1, 8 / 0.010), row(8, 1, 8 / 0.020, unit="1g.10gb")]
    found = profiled_service_time(rows, "1g.10gb", 1, 8)
    assert found is not None
    assert (found[0], found[-1]) == pytest.approx((0.006, 0.020))


def test_what_was_never_measured_is_not_guessed():
    assert profiled_service_time([row(8, 1, 100.0)], "gpu", 2, 8) is None


def test_a_larger_batch_never_takes_less():
    rows = [row(1, 1, 50.0), row(8, 1, 1000.0)]
    found = profiled_service_time(rows, "gpu", 1, 8)
    assert found is not None
    assert list(found) == sorted(found)
