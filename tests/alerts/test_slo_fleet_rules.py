"""What a fleet is told of its objectives, beside the examples of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cache import use_own_cache
from tritonfleet.checks.finding import Finding
from tritonfleet.errors import InputError, Problem
from tritonfleet.pipeline.prepare import load, prepare
from tritonfleet.pipeline.store import open_store

FLEET = """\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
FLEETWIDE
models:
  bert: {backend: onnxruntimeMORE}
services:
  search:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    image: {tag: 26.06-py3}
    OWN
clusters:
  main: {kubernetes: "1.36", pools: {cpu: {nodes: 1}}}
environments:
  prod: {cluster: main, namespace: searchOVERRIDE}
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    use_own_cache(monkeypatch, tmp_path_factory.mktemp("cache"))


def said(
    folder: Path, own: str = "", fleetwide: str = "", more: str = "", override: str = ""
) -> list[Problem | Finding]:
    """Errors, or else warnings."""
    path = folder / "fleet.yaml"
    text = FLEET.replace("FLEETWIDE\n", fleetwide and f"{fleetwide}\n").replace(
        "    OWN\n", own and f"    {own}\n"
    )
    path.write_text(text.replace("MORE", more).replace("OVERRIDE", override))
    with open_store(path) as store:
        try:
            return list(prepare(load(path, store), store).warnings)
        except InputError as error:
            return list(error.problems)


def test_a_fleet_that_can_keep_its_objective_is_told_nothing(tmp_path):
    assert said(tmp_path, "slo: {latency: {objective: 99%, within: 80ms}, availability: 99.9%}") == []


def test_an_objective_of_the_whole_fleet_is_pointed_at_there(tmp_path):
    (found,) = said(tmp_path, fleetwide="slo: {availability: 99%, window: 1h}")
    assert found.rule == "FLT067"
    assert found.location.line == 4


def test_an_objective_of_an_environment_is_pointed_at_there(tmp_path):
    override = ", overrides: {services: {search: {slo: {availability: 99%, window: 90m}}}}"
    (found,) = said(tmp_path, override=override)
    assert found.rule == "FLT067"
    assert "expected a window of whole hours" in found.message


@pytest.mark.parametrize("window", ["49h", "400d", "3001m"])
def test_a_window_without_alerts_is_refused(tmp_path, window):
    assert [each.rule for each in said(tmp_path, f"slo: {{availability: 99%, window: {window}}}")] == [
        "FLT067"
    ]


@pytest.mark.parametrize("within", ["500us", "1500us"])
def test_what_the_histogram_cannot_tell_is_refused(tmp_path, within):
    found = said(tmp_path, f"slo: {{latency: {{objective: 99%, within: {within}}}}}")
    assert [each.rule for each in found] == ["FLT066"]
    assert "whole milliseconds" in found[0].message


def test_own_buckets_with_the_objective_are_fine(tmp_path):
    more = ", metrics: {nv_inference_first_response_histogram_ms: {buckets: [20, 80]}}"
    assert said(tmp_path, "slo: {latency: {objective: 99%, within: 80ms}}", more=more) == []


def test_own_buckets_without_the_objective_are_named(tmp_path):
    more = ", metrics: {nv_inference_first_response_histogram_ms: {buckets: [20, 100]}}"
    (found,) = said(tmp_path, "slo: {latency: {objective: 99%, within: 80ms}}", more=more)
    assert "buckets at 20, 100 ms, and none at its objective of 80ms" in found.message
    assert found.fix == "add 80, or leave its buckets out"
