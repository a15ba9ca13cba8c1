"""The charts we ship render in a batch as they do alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis_jsonschema import from_schema

from tritonfleet import tools
from tritonfleet.errors import InputError, ToolMissing
from tritonfleet.paths import data_dir
from tritonfleet.render.helm import Release, render, render_one
from tritonfleet.render.kubeconform import validate_objects
from tritonfleet.render.lint import lint

CHARTS = ("triton", "triton-platform")
VALUES: dict[str, list[dict[str, Any]]] = {
    "triton": [
        {},
        {"replicas": None, "fullnameOverride": "vision"},
        {"modelRepository": {"s3": {"bucket": "models", "prefix": "prod", "region": "eu-central-1"}}},
        {"modelRepository": {"pvc": {"claimName": "models"}}, "networkPolicy": {"enabled": False}},
        {"gpu": {"resource": "nvidia.com/mig-1g.10gb", "count": 1}, "topologySpread": None},
        {"ingress": {"enabled": True, "host": "vision.example.test"}},
    ],
    "triton-platform": [{}],
}
RELEASES = [
    Release(chart, f"release-{index}", "models", values)
    for chart, all_values in VALUES.items()
    for index, values in enumerate(all_values)
]


@pytest.fixture(scope="module", params=["1.33", "1.37"])
def rendered(request: pytest.FixtureRequest) -> tuple[str, list[list[dict[str, Any]]]]:
    return request.param, render(RELEASES, kube_version=request.param)


def test_a_batch_renders_what_single_runs_render(rendered: tuple[str, list[list[dict[str, Any]]]]) -> None:
    version, batch = rendered
    assert batch == [render_one(release, kube_version=version) for release in RELEASES]


def test_everything_rendered_satisfies_its_schema(rendered: tuple[str, list[list[dict[str, Any]]]]) -> None:
    version, batch = rendered
    assert validate_objects([obj for objects in batch for obj in objects], version) == []


@pytest.mark.parametrize("chart", CHARTS)
def test_helm_lint_has_no_objection(chart: str) -> None:
    assert [finding for finding in lint(data_dir("charts") / chart) if finding.severity != "info"] == []


def test_helm_3_renders_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        helm3 = tools.find("helm3")
    except ToolMissing as missing:
        pytest.skip(str(missing))
    expected = render(RELEASES)
    monkeypatch.setenv("TRITONFLEET_HELM", str(helm3))
    assert render(RELEASES, kube_version="1.37") == expected


SCHEMA = json.loads((data_dir("charts") / "triton" / "values.schema.json").read_text(encoding="utf-8"))


def outcome(rendering: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]] | str:
    """The objects, or the refusal."""
    try:
        return rendering()
    except InputError as error:
        return str(error)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(from_schema(SCHEMA))
def test_values_drawn_from_the_schema_render_or_are_refused_alike(values: dict[str, Any]) -> None:
    release = Release("triton", "drawn", "models", values)
    assert outcome(lambda: render([release])[0]) == outcome(lambda: render_one(release))
