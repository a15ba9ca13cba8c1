"""What Triton 24.10 counts as what: on this every query about its requests is built."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from metrics.asking_triton import (
    Counts,
    cancel_while_waiting,
    counts,
    infer,
    infer_together,
    stream,
    wait_until,
)
from metrics.small_models import FAILS, RAISES
from support.tritonserver import Server

pytestmark = pytest.mark.triton

SUCCESS, FAILURE = "nv_inference_request_success", "nv_inference_request_failure"
COUNT, EXECUTIONS = "nv_inference_count", "nv_inference_exec_count"
HITS, MISSES = "nv_cache_num_hits_per_model", "nv_cache_num_misses_per_model"
INFER, REQUEST = "nv_inference_compute_infer_duration_us", "nv_inference_request_duration_us"


def test_a_batch_is_one_request_and_one_execution_of_many_inferences(server):
    _rises(server, "plain", lambda: infer(server, "plain", *[0.0] * 8), {SUCCESS: 1, COUNT: 8, EXECUTIONS: 1})


def test_requests_that_are_batched_together_are_one_execution(server):
    together = partial(infer_together, server, "batched", 20.0, 4)
    _rises(server, "batched", together, {SUCCESS: 4, COUNT: 4, EXECUTIONS: 1})


def test_every_request_of_a_batch_adds_the_time_of_the_batch_in_microseconds(server):
    together = partial(infer_together, server, "batched", 50.0, 4)
    before = _rises(server, "batched", together, {SUCCESS: 4, EXECUTIONS: 1})
    assert _more(before, counts(server), INFER, model="batched") >= 4 * 50_000


def test_a_request_takes_at_least_its_stages(server):
    before = _rises(server, "plain", partial(infer, server, "plain", 50.0), {SUCCESS: 1, EXECUTIONS: 1})
    now = counts(server)
    parts = ("queue", "compute_input", "compute_infer", "compute_output")
    stages = [_more(before, now, f"nv_inference_{part}_duration_us", model="plain") for part in parts]
    assert _more(before, now, REQUEST, model="plain") >= sum(stages) >= 50_000


def test_an_exception_in_the_model_is_a_failure_of_the_backend_without_duration(server):
    fail = partial(infer, server, "plain", RAISES)
    expected = {SUCCESS: 0.0, FAILURE: 1.0, COUNT: 0.0, EXECUTIONS: 1.0, REQUEST: 0.0}
    before = _rises(server, "plain", fail, expected)
    assert _more(before, counts(server), FAILURE, model="plain", reason="BACKEND") == 1


def test_an_error_that_a_python_model_answers_is_a_success(server):
    fail = partial(infer, server, "plain", FAILS)
    _rises(server, "plain", fail, {SUCCESS: 1, FAILURE: 0, COUNT: 1, EXECUTIONS: 1})


def test_only_requests_that_wait_too_long_are_rejected_and_a_full_queue_counts_nowhere(server):
    before = counts(server)
    answers = infer_together(server, "impatient", 400.0, 8)
    late = sum("Request timeout expired" in answer for answer in answers)
    full = sum("Exceeds maximum queue size" in answer for answer in answers)
    assert late > 0
    assert full > 0
    wait_until(
        server,
        lambda now: (
            (
                _more(before, now, FAILURE, model="impatient", reason="REJECTED"),
                _more(before, now, FAILURE, model="impatient"),
                _more(before, now, SUCCESS, model="impatient"),
            )
            == (late, late, answers.count("ok"))
        ),
    )


def test_a_request_that_is_taken_back_while_it_waits_is_cancelled(server):
    before = counts(server)
    cancel_while_waiting(server, "batched")
    wait_until(server, lambda now: _more(before, now, FAILURE, model="batched", reason="CANCELED") == 1)


@pytest.mark.parametrize(
    ("model", "values", "answer"),
    [("missing", [0.0], "unknown model"), ("plain", [0.0] * 9, "batch-size must be <= 8")],
)
def test_a_request_that_cannot_be_accepted_counts_nowhere(server, model, values, answer):
    before = counts(server)
    assert answer in infer(server, model, *values)
    now = counts(server)
    assert [_more(before, now, each) for each in (SUCCESS, FAILURE, COUNT, EXECUTIONS)] == [0, 0, 0, 0]


def test_a_hit_of_the_cache_is_a_success_without_inference_execution_or_compute_time(server):
    ask = partial(infer, server, "cached", 30.0)
    _rises(server, "cached", ask, {MISSES: 1, SUCCESS: 1, EXECUTIONS: 1})
    _rises(server, "cached", ask, {HITS: 1, MISSES: 0, SUCCESS: 1, COUNT: 0, EXECUTIONS: 0, INFER: 0})


def test_a_decoupled_request_is_one_success_however_many_responses(server):
    _rises(server, "stream", partial(stream, server, "stream", 3), {SUCCESS: 1, COUNT: 1, EXECUTIONS: 1})


def test_a_request_to_an_ensemble_counts_again_at_every_step(server):
    before = _rises(server, "twice", partial(infer, server, "twice", 0.0), {SUCCESS: 1, EXECUTIONS: 1})
    wait_until(server, lambda now: _more(before, now, SUCCESS, model="plain") == 2)


def test_a_failure_in_a_step_counts_twice_for_the_ensemble_as_other(server):
    before = _rises(server, "twice", partial(infer, server, "twice", RAISES), {FAILURE: 2, SUCCESS: 0})
    assert _more(before, counts(server), FAILURE, model="twice", reason="OTHER") == 2
    wait_until(server, lambda now: _more(before, now, FAILURE, model="plain", reason="BACKEND") == 1)


def _more(before: Counts, after: Counts, series: str, **labels: str) -> float:
    return after.of(series, **labels) - before.of(series, **labels)


def _rises(server: Server, model: str, act: Callable[[], object], expected: dict[str, float]) -> Counts:
    """The counts before, once a model's series have risen by this much: Triton counts after it answered."""
    before = counts(server)
    act()
    wait_until(
        server,
        lambda now: {name: _more(before, now, name, model=model) for name in expected} == expected,
    )
    return before
