"""The generated rules, evaluated by a real Prometheus over a real Triton: recorded series have values, alerts fire."""

from __future__ import annotations

from collections.abc import Set

import pytest

from live.fleet import NAMESPACE, SERVICE
from live.recording import Recording
from support.prometheus import Prometheus
from tritonfleet.alerts import Recording as Rule
from tritonfleet.alerts import Scope, alerts, groups

pytestmark = [pytest.mark.triton, pytest.mark.prometheus]

RECORDED = sorted(
    {rule.record for group in groups(Scope.SERVICE) for rule in group.rules if isinstance(rule, Rule)}
)
OVERLOADED = frozenset({
    "TritonRequestsRejected", "TritonLatencyBudgetBurn", "TritonAvailabilityBudgetBurn",
    "GpuXidError", "TritonOutOfMemory",
})  # fmt: skip
"""What has to fire under the load: requests time out in a queue, every ninth is slow. Samples tell of the others."""
HALVED = OVERLOADED | {"TritonTargetDown", "TritonTargetsMissing"}
BROKEN = HALVED | {"TritonServiceDown"}


def firing(prometheus: Prometheus, moment: float) -> Set[str]:
    return {
        track.labels["alertname"] for track in prometheus.client.at('ALERTS{alertstate="firing"}', moment)
    }


def test_every_rule_could_be_evaluated(recording: Recording):
    assert [rule for rule in recording.rules if rule["health"] != "ok"] == []


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_series_has_a_value(name, prometheus, recording):
    tracks = prometheus.client.at(
        f'{{__name__="{name}",namespace="{NAMESPACE}",job="{SERVICE}"}}', recording.loaded
    )
    assert tracks


@pytest.mark.parametrize("name", alerts())
def test_under_load_an_alert_fires_if_it_should(name, prometheus, recording):
    assert (name in firing(prometheus, recording.loaded)) == (name in OVERLOADED)


def test_nothing_fires_of_a_service_that_idles(prometheus, recording):
    assert {name for name in firing(prometheus, recording.idle) if name.startswith("Triton")} == set()


def test_a_pod_that_cannot_be_scraped_is_told(prometheus, recording):
    assert firing(prometheus, recording.halved) == HALVED


def test_a_service_without_a_pod_is_told(prometheus, recording):
    assert firing(prometheus, recording.broken) == BROKEN
