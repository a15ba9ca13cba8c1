"""What Prometheus tells is what the clients saw, within what theory allows.

Between `idle` and `loaded` lies all of the load. A counter is scraped every second, so `rate` over that time reaches
from at most a second after its beginning to at most a second before its end, and is taken to go on as it did: it is too
great by that part of the time, and never too small. Ratios of rates do not have that error. Of a request's time the
server sees less than its client, and no less than the model takes.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import fmean, median

import pytest

from live.asking import bounds, selector_of
from live.fleet import MODELS, WITHIN_MS
from live.model_code import SLOW_MS, STEADY_MS
from live.recording import OWN, Recording
from live.traffic import GROUP
from support.load import Answer
from support.prometheus import Prometheus
from tritonfleet.queries import entry_models, query

pytestmark = [pytest.mark.triton, pytest.mark.prometheus]

CALLED = ("cached", "faulty", "grouped", "impatient", "slow", "steady", "stream", "text_pipeline")
TIMED = {
    name: float(MODELS[name]["parameters"]["MILLISECONDS"])
    for name in ("grouped", "impatient", "slow", "steady")
}
SAME = 0.02
"""Ratios of rates: two pods are not scraped at the same moment."""

Ask = Callable[..., float]


@pytest.fixture(scope="session")
def ask(prometheus: Prometheus, recording: Recording) -> Ask:
    """The value of a query over all of the load; ``model`` is whose, all without one."""

    def asked(name: str, model: str = "", **parameters: float) -> float:
        found = query(name)
        window = f"{(recording.loaded - recording.idle) * 1000:.0f}ms"
        chosen = f'{selector_of(found)},model="{model}"' if model else selector_of(found)
        value = prometheus.one(found.expression(chosen, window, **parameters), recording.loaded)
        assert value is not None
        return value

    return asked


@pytest.fixture(scope="session")
def most(recording: Recording) -> float:
    """How much too great a rate may be."""
    seconds = recording.loaded - recording.idle
    return seconds / (seconds - 3)


@pytest.mark.parametrize("model", CALLED)
def test_requests_a_second_are_those_that_were_sent(model, ask, recording, most):
    sent = len(recording.of(model)) / (recording.loaded - recording.idle)
    assert sent * 0.999 <= ask("request-rate", model) <= sent * most


@pytest.mark.parametrize("model", CALLED)
def test_the_failed_share_is_that_of_the_clients(model, ask, recording):
    answers = recording.of(model)
    failed = sum(bool(answer.error) for answer in answers) / len(answers)
    assert ask("failure-ratio", model) == pytest.approx(failed, rel=SAME)


@pytest.mark.parametrize(("model", "reason"), [("faulty", "BACKEND"), ("impatient", "REJECTED")])
def test_failures_have_their_reason(model, reason, prometheus, recording):
    found = query("failures-by-reason").expression(f'{OWN},model="{model}"', by=["reason"])
    by_reason = {
        track.labels["reason"]: track.last for track in prometheus.client.at(found, recording.loaded)
    }
    assert {name for name, value in by_reason.items() if value} == {reason}


@pytest.mark.parametrize("model", TIMED)
def test_the_mean_latency_lies_between_the_models_time_and_the_clients(model, ask, recording):
    seen = fmean(answer.milliseconds for answer in answered(recording, model))
    assert TIMED[model] <= ask("latency-mean", model) <= seen * (1 + SAME)


@pytest.mark.parametrize("model", TIMED)
def test_stages_are_parts_of_the_latency(model, ask):
    stages = ("queue-mean", "compute-input-mean", "compute-infer-mean", "compute-output-mean")
    total = ask("latency-mean", model)
    assert TIMED[model] <= sum(ask(stage, model) for stage in stages) <= total * (1 + SAME)


def test_requests_that_come_together_are_a_batch(ask):
    assert ask("batch-size", "grouped") == pytest.approx(GROUP, rel=SAME)


def test_what_is_in_flight_is_by_littles_law_the_rate_times_the_latency(ask, recording, most):
    seconds = recording.loaded - recording.idle
    answers = answered(recording, "steady")
    least, seen = len(answers) * STEADY_MS / 1000, sum(answer.milliseconds for answer in answers) / 1000
    assert least / seconds <= ask("concurrency", "steady") <= seen / seconds * most


def test_each_value_misses_the_cache_once_on_each_pod(ask, recording):
    asked = len(recording.of("cached"))
    assert ask("cache-hit-ratio") == pytest.approx((asked - 2 * 3) / asked, rel=SAME)


@pytest.mark.parametrize("model", ["slow", "steady"])
def test_the_share_within_the_objective_is_no_less_than_the_clients(model, ask, recording):
    answers = answered(recording, model)
    in_time = sum(answer.milliseconds <= WITHIN_MS for answer in answers) / len(answers)
    most = 0.0 if model == "slow" else 1.0
    assert in_time * (1 - SAME) <= ask("latency-within", model, le=WITHIN_MS) <= most


@pytest.mark.parametrize(("model", "least"), [("slow", SLOW_MS), ("steady", STEADY_MS)])
def test_the_median_lies_in_the_buckets_between_the_models_time_and_the_clients(
    model, least, ask, recording, prometheus
):
    seen = median(answer.milliseconds for answer in answered(recording, model))
    buckets = bounds(prometheus, recording, model)
    lower = max((bound for bound in buckets if bound <= least), default=0.0)
    upper = min(bound for bound in buckets if bound >= seen)
    assert lower <= ask("latency-quantile", model, quantile=0.5) <= upper


def test_the_summary_has_the_median_of_the_slow(ask, recording):
    most = max(answer.milliseconds for answer in answered(recording, "slow"))
    assert SLOW_MS <= ask("latency-summary", "slow", quantile=0.5) <= most


def test_entry_models_alone_are_counted_where_they_are_named(prometheus, recording, most):
    found = query("request-rate").expression(OWN, "30s", entry=entry_models(["steady", "slow"]))
    sent = len(recording.of("steady")) + len(recording.of("slow"))
    assert prometheus.one(found, recording.loaded) <= sent / (recording.loaded - recording.idle) * most


def answered(recording: Recording, model: str) -> list[Answer]:
    """The answers that are no errors."""
    return [answer for answer in recording.of(model) if not answer.error]
