"""The fleet's board counts what people mean: models once, requests from outside, and alerts that have no service."""

from __future__ import annotations

import pytest
from dashboard_backfill import END
from dashboard_parts import SHIPPED, panels

from tritonfleet.dashboards.preview import Prometheus

pytestmark = pytest.mark.prometheus
CHOSEN = {"cluster": ".*", "namespace": ".*", "job": "vision|speech", "__rate_interval": "1m"}


def asked(title: str, kind: str) -> str:
    """The first question of a panel, as Grafana would ask it."""
    (board,) = (each.data for each in SHIPPED if each.name == "triton-fleet")
    (panel,) = (each for each in panels(board) if (each["title"], each["type"]) == (title, kind))
    text: str = panel["targets"][0]["expr"]
    for name, value in CHOSEN.items():
        text = text.replace(f"${name}", value)
    return text


def answers(address: str, title: str, kind: str, label: str = "job") -> dict[str | None, float]:
    """The answers by a label."""
    tracks = Prometheus(address).at(asked(title, kind), END)
    return {track.labels.get(label): track.last or 0.0 for track in tracks}


def test_a_model_on_two_pods_is_one(address):
    """Two of vision, one of speech; each runs on two pods."""
    assert answers(address, "Models", "stat") == {None: 3}


def test_requests_are_those_that_the_rules_recorded_or_else_those_to_all_models(address):
    """20 recorded of vision; of speech 5 a second in waves, of which 0.3 % failed on top."""
    found = answers(address, "Requests", "timeseries")
    assert found["vision"] == 20
    assert found["speech"] == pytest.approx(5, rel=0.45)


def test_the_failed_share_is_a_sum_by_a_sum(address):
    """0.02 of 20 a second at vision, some 0.015 of 5 at speech: not the mean of both shares, which is 0.002."""
    assert answers(address, "Failed share of requests", "stat")[None] == pytest.approx(0.035 / 25, rel=0.1)


def test_alerts_of_gpus_are_there_and_those_of_others_are_not(address):
    assert set(answers(address, "Firing alerts", "table", "alertname")) == {"TritonQueueGrowing", "GpuHot"}
