"""Windows as Grafana reckons them."""

from __future__ import annotations

import pytest

from tritonfleet.dashboards.preview import Range


@pytest.mark.parametrize(
    ("hours", "points", "step"),
    [(1, 480, 15), (6, 480, 60), (24, 480, 300), (7 * 24, 1440, 600), (0.25, 240, 15)],
)
def test_points_are_a_round_time_apart_and_no_less_than_a_scrape(hours, points, step):
    assert Range(0, hours * 3600, 15).step(points) == step


def test_a_rate_looks_at_four_scrapes_at_least():
    assert Range(0, 3600, 15).rate_interval(480) == 60


def test_a_rate_leaves_nothing_out_between_two_points():
    """Over a day points are 300 s apart: the window is that and a scrape."""
    assert Range(0, 86400, 15).rate_interval(480) == 315


def test_variables_are_written_as_durations():
    assert Range(0, 3600, 30).variables(480) == {
        "__interval": "30s",
        "__interval_ms": "30000",
        "__rate_interval": "120s",
        "__range": "3600s",
        "__range_s": "3600",
        "__range_ms": "3600000",
    }
