"""``tritonfleet scaling``: the reasons for people, the objects for files."""

from __future__ import annotations

import json

import pytest
from scaled import SLO, fleet

from support.cache import use_own_cache
from support.cli import Ran, tritonfleet
from tritonfleet import yamlio

ADD_ON = {"on": "gateway", "min": 0, "gateway": {"by": "http-add-on"}}


@pytest.fixture
def run(tmp_path, tmp_path_factory, monkeypatch):
    """The command on a fleet."""
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))

    def call(made, *options) -> Ran:
        (tmp_path / "fleet.yaml").write_text(yamlio.dump(made))
        return tritonfleet("scaling", "vision", *options, cwd=tmp_path)

    return call


def test_it_says_the_signal_and_why(run):
    ran = run(fleet(services__vision__slo=SLO))
    assert ran.code == 0
    assert "prod/vision by keda" in ran.out
    assert "a latency objective, and requests wait for batches" in ran.out


def test_as_yaml_it_is_the_object_alone(run):
    assert yamlio.load(run(fleet(), "--format", "yaml").out, "out")["kind"] == "ScaledObject"


def test_as_json_each_number_has_its_reason(run):
    (found,) = json.loads(run(fleet(), "--format", "json").out)["scaling"]
    assert all(number["reason"] for number in found["numbers"].values())
    assert found["objects"][0]["spec"]["maxReplicaCount"] == 3


def test_another_owner_is_shown_and_that_nobody_asked_for_it(run):
    out = run(fleet(), "--owner", "kpa").out
    assert "prod/vision by kpa (not asked for by the fleet)" in out
    assert "target-burst-capacity" in out


def test_an_owner_that_cannot_read_its_signal_is_refused(run):
    prometheus = {"namespace": "monitoring", "address": "http://prometheus:9090"}
    ran = run(fleet(clusters__main__prometheus=prometheus), "--owner", "hpa")
    assert ran.code == 2
    assert "state clusters.main.prometheus.adapter" in ran.err


def test_the_add_on_gets_its_route(run):
    made = fleet(ADD_ON, clusters__main__keda={"httpAddOn": True})
    out = run(made, "--format", "yaml").out
    scaled, route = (yamlio.load(text, "out") for text in out.split("\n---\n"))
    assert (
        scaled["spec"]["triggers"][0]["metadata"]["interceptorRoute"] == route["metadata"]["name"] == "vision"
    )
    assert route["spec"]["scalingMetric"] == {"concurrency": {"targetValue": 11}}


def test_an_unknown_environment_is_told_with_the_near_one(run):
    ran = run(fleet(), "--env", "prd")
    assert ran.code == 2
    assert "unknown environment `prd` (did you mean `prod`?)" in ran.err
