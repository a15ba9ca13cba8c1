"""What docs/scaling.md says of its simulations is so."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tritonfleet.docs.scaling_runs import outcomes
from tritonfleet.simulator.outcome import Outcome


def of(name: str, policy: str) -> Outcome:
    return next(outcome for outcome in outcomes(name) if outcome.policy == policy)


@pytest.mark.parametrize("policy", ["concurrency", "queue-time", "requests"])
def test_three_signals_keep_the_objective_with_a_third_of_all_pods(policy):
    assert of("day", policy).missed_share < 0.01
    assert of("day", policy).gpu_hours < 0.4 * of("day", "static").gpu_hours


def test_utilisation_keeps_the_objective_for_more_than_half_as_much_again():
    assert of("day", "gpu").missed_share < 0.01
    assert of("day", "gpu").gpu_hours > 1.5 * of("day", "concurrency").gpu_hours


def test_the_pending_count_swings_and_misses():
    assert of("day", "pending").missed_share > 0.01


def test_answered_requests_ask_for_the_fewest_pods_in_a_spike():
    assert of("spike", "requests").replicas[2] < of("spike", "concurrency").replicas[2]
    assert of("spike", "requests").missed_share > of("spike", "concurrency").missed_share


def test_what_is_generated_rides_out_an_empty_query():
    assert of("blind", "concurrency").missed_share < 0.01
    assert of("blind", "concurrency:defaults").missed_share > 0.05


def test_with_the_defaults_ten_pods_become_three_at_once():
    ready = of("blind", "concurrency:defaults").ready
    assert (10.0, 3.0) in set(pairwise(ready))
