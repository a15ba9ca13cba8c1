"""The objectives' recorded series say what the clients saw."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from live.asking import bounds
from live.fleet import ENTRY, WITHIN_MS
from live.recording import OWN, Recording, another_triton
from support.prometheus import Prometheus
from tritonfleet.alerts import names

pytestmark = [pytest.mark.triton, pytest.mark.prometheus]

SAME = 0.02
"""Ratios of rates: two pods are not scraped at the same moment."""


def test_buckets_are_those_that_the_objective_asks_for(prometheus, recording):
    assert all(WITHIN_MS in bounds(prometheus, recording, model) for model in ENTRY)


def test_the_latency_objective_is_missed_by_what_is_slow(prometheus, recording):
    """Requests that were turned away count as answers in Triton's histogram, not in the one that stands in for it."""
    sent = [answer for model in ENTRY for answer in recording.of(model)]
    counted = sent if another_triton() else [answer for answer in sent if not answer.error]
    late = sum(answer.milliseconds > WITHIN_MS for answer in counted)
    missed = recorded(prometheus, recording, names.error_ratio("5m"))["latency"]
    least, most = (number / len(counted) for number in (len(recording.of("slow")), late))
    assert least * (1 - SAME) <= missed <= most * (1 + SAME)


def test_the_availability_objective_is_missed_by_what_failed(prometheus, recording):
    sent = [answer for model in ENTRY for answer in recording.of(model)]
    missed = recorded(prometheus, recording, names.error_ratio("5m"))["availability"]
    assert missed == pytest.approx(sum(bool(answer.error) for answer in sent) / len(sent), rel=SAME)


@pytest.mark.parametrize("window", ["30m", "1h", "6h", "1d", "3d"])
def test_all_windows_tell_the_same_of_the_same_requests(window, prometheus, recording):
    """Those of hours are made of recorded rates, which weigh the beginning of the load otherwise."""
    short = recorded(prometheus, recording, names.error_ratio("5m"))
    assert recorded(prometheus, recording, names.error_ratio(window)) == pytest.approx(short, rel=0.25)


def test_objectives_are_recorded_as_they_were_given(prometheus, recording):
    assert recorded(prometheus, recording, names.OBJECTIVE) == {"latency": 0.99, "availability": 0.999}
    assert recorded(prometheus, recording, names.WITHIN) == {"latency": WITHIN_MS}


def test_a_budget_is_overspent_by_as_much_as_the_objective_is_missed(prometheus, recording):
    left = recorded(prometheus, recording, names.BUDGET_LEFT)
    missed = recorded(prometheus, recording, names.error_ratio("3d"))
    allowed = {name: 1 - value for name, value in recorded(prometheus, recording, names.OBJECTIVE).items()}
    assert left == pytest.approx({name: 1 - missed[name] / allowed[name] for name in left}, rel=SAME)


def recorded(prometheus: Prometheus, recording: Recording, name: str) -> Mapping[str, float]:
    """A recorded series of the objectives, by objective."""
    tracks = prometheus.client.at(f"{name}{{{OWN}}}", recording.loaded)
    return {track.labels["slo"]: track.last or 0.0 for track in tracks}
