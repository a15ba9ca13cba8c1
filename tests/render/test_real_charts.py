"""The charts we ship render in a batch as they do alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


NAMES = st.from_regex(r"[a-z]([-a-z0-9]{0,10}[a-z0-9])?", fullmatch=True)
LABELS = st.dictionaries(NAMES, st.sampled_from(["on", "0123", "1e3", "null", "plain", "12:30"]), max_size=3)
QUANTITIES = st.dictionaries(st.sampled_from(["cpu", "memory"]), st.sampled_from(["1", "500m", "2Gi"]))
DRAWN = st.fixed_dictionaries(
    {},
    optional={
        "replicas": st.none() | st.integers(0, 2_000_000),
        "fullnameOverride": st.none() | NAMES,
        "commonLabels": LABELS,
        "podAnnotations": LABELS,
        "nodeSelector": LABELS,
        "env": st.dictionaries(
            st.sampled_from(["A", "B"]), st.fixed_dictionaries({"value": st.text(max_size=9)})
        ),
        "resources": st.fixed_dictionaries({}, optional={"requests": QUANTITIES, "limits": QUANTITIES}),
        "progressDeadlineSeconds": st.none() | st.integers(1, 2_000_000_000),
        "gpu": st.none() | st.just({"resource": "nvidia.com/gpu", "count": 2}),
        "modelRepository": st.just({"gcs": {"bucket": "models", "prefix": "1e3"}}),
        "networkPolicy": st.fixed_dictionaries({"enabled": st.booleans()}),
        "surprise": st.just(1),
    },
)


def outcome(rendering: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]] | str:
    """The objects, or that they were refused."""
    try:
        return rendering()
    except InputError:
        return "refused"


@settings(max_examples=12, deadline=None, derandomize=True)
@given(DRAWN)
def test_any_values_render_alike_or_are_refused_by_both(values: dict[str, Any]) -> None:
    release = Release("triton", "drawn", "models", values)
    assert outcome(lambda: render([release])[0]) == outcome(lambda: render_one(release))
