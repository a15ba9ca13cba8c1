"""Every query of the project has an answer from a real Prometheus that watches a real Triton under load."""

from __future__ import annotations

import math

import pytest

from live.asking import selector_of
from live.exporters import exposition
from live.fleet import RELEASE, WITHIN_MS
from live.samples import PODS, samples
from tritonfleet.metrics.comparison import Mismatch, compare
from tritonfleet.metrics.exposition import families
from tritonfleet.queries import queries


@pytest.mark.triton
@pytest.mark.prometheus
@pytest.mark.parametrize("query", queries().values(), ids=queries())
def test_a_query_gives_numbers(query, prometheus, recording):
    boundary = {"le": float(WITHIN_MS)} if "le" in query.parameters else {}
    tracks = prometheus.client.at(query.expression(selector_of(query), **boundary), recording.loaded)
    assert tracks
    assert all(math.isfinite(value) for track in tracks for value in track.values.values())


@pytest.mark.triton
@pytest.mark.parametrize("pod", PODS)
def test_a_server_exposes_what_the_catalogue_says_of_the_release_that_the_fleet_runs(pod, recording):
    """An older server too, with what stands in for what it lacks."""
    assert compare(families(recording.exposed[pod], pod), "triton", RELEASE).differences == ()


@pytest.mark.parametrize("exporter", samples())
def test_what_stands_in_for_an_exporter_is_what_the_catalogue_says_that_it_writes(exporter):
    releases = {"dcgm-exporter": "4.6.0-4.8.3", "keda": "2.20", "knative": "1.21"}
    found = compare(families(exposition(exporter, 5.0), exporter), exporter, releases.get(exporter, ""))
    assert [each for each in found.differences if each.mismatch is not Mismatch.MISSING] == []
