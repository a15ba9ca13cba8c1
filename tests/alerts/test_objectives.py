"""Objectives in numbers: models, buckets, the series that tells the latency, and the chart's values."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tritonfleet.emit.slo_values import slo_values
from tritonfleet.planner.buckets import FAMILY, bound_text, buckets_of
from tritonfleet.planner.slo import SloPlan, entry_models, models_with_buckets, slo_plan
from tritonfleet.queries import bucket
from tritonfleet.spec.load import load_fleet
from tritonfleet.spec.resolve import ResolvedEnvironment, ResolvedService, resolve_service
from tritonfleet.spec.units import Duration

LATENCY = "{latency: {objective: 99%, within: 80ms}}"
FLEET = """\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, inputs: {x: {dataType: FP32, dims: [8]}}, outputs: {y: {dataType: FP32, dims: [2]}}}
  stream: {backend: python, decoupled: true}
  search:
    platform: ensemble
    inputs: {x: {dataType: FP32, dims: [8]}}
    outputs: {y: {dataType: FP32, dims: [2]}}
    ensemble: {steps: [{model: bert, inputs: {x: x}, outputs: {y: y}}]}
services:
  search:
    models: MODELS
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    image: {tag: TAG}
    slo: SLO
clusters:
  main:
    kubernetes: "1.36"
    pools: {cpu: {nodes: 1}}
    PROMETHEUS
environments:
  prod: {cluster: main, namespace: search}
"""


def resolved(
    folder: Path, slo: str = LATENCY, models: str = "[bert]", tag: str = "26.07-py3", prometheus: str = ""
) -> tuple[ResolvedService, ResolvedEnvironment]:
    """The service in prod."""
    text = (
        FLEET.replace("MODELS", models)
        .replace("TAG", tag)
        .replace("SLO", slo)
        .replace("PROMETHEUS", prometheus)
    )
    path = folder / "fleet.yaml"
    path.write_text(dedent(text))
    environment = resolve_service(load_fleet(path), "search")["prod"]
    return environment.services["search"], environment


def plan(folder: Path, **given: str) -> SloPlan:
    found = slo_plan(*resolved(folder, **given))
    assert found is not None
    return found


def values(folder: Path, **given: str) -> dict[str, Any]:
    service, environment = resolved(folder, **given)
    return slo_values(slo_plan(service, environment), service, environment, runbooks="https://example.com/r")


def test_a_step_of_an_ensemble_does_not_count(tmp_path):
    service, _ = resolved(tmp_path, models="[search, bert]")
    assert entry_models(service).value == ("search",)


def test_models_that_are_named_count_and_no_others(tmp_path):
    service, _ = resolved(tmp_path, models="[search, bert]", slo="{availability: 99.9%, models: [bert]}")
    assert entry_models(service).value == ("bert",)


@pytest.mark.parametrize("slo", ["{availability: 99.9%}", "{availability: 99.9%, models: [bert]}"])
def test_values_name_the_ensembles_whose_failures_count_twice(tmp_path, slo):
    assert values(tmp_path, models="[search, bert]", slo=slo)["slo"]["ensembles"] == {"search": True}


def test_values_of_plain_models_name_no_ensemble(tmp_path):
    assert "ensembles" not in values(tmp_path, models="[bert]")["slo"]


@pytest.mark.parametrize(
    ("tag", "models", "source"),
    [
        ("26.01-py3", "[bert]", "histogram"),
        ("25.12-py3", "[bert]", "mean"),
        ("24.11-py3", "[stream]", "histogram"),
        ("24.11-py3", "[stream, bert]", "mean"),
        ("24.10-py3", "[stream]", "mean"),
        ("mine-7", "[bert]", "mean"),
    ],
)
def test_the_release_decides_which_series_tells_the_latency(tmp_path, tag, models, source):
    latency = plan(tmp_path, tag=tag, models=models).latency
    assert latency is not None
    assert latency.source.value == source
    assert latency.source.reason


def test_all_models_have_one_set_of_buckets_with_the_objective_so_that_they_can_be_added_up(tmp_path):
    service, _ = resolved(tmp_path, models="[search, bert]")
    models = models_with_buckets(service)
    assert 80 in models["search"].metrics[FAMILY].buckets
    assert models["bert"].metrics == models["search"].metrics


def test_without_a_histogram_models_stay_as_they_are(tmp_path):
    service, _ = resolved(tmp_path, tag="25.12-py3")
    assert models_with_buckets(service) == service.models


def test_buckets_that_a_model_states_stay(tmp_path):
    service, _ = resolved(tmp_path)
    own = service.models["bert"].model_validate(
        service.models["bert"].model_dump(exclude_unset=True) | {"metrics": {FAMILY: {"buckets": [40, 80]}}}
    )
    changed = ResolvedService(service.name, service.spec, {"bert": own})
    assert models_with_buckets(changed)["bert"].metrics[FAMILY].buckets == [40, 80]


@given(st.integers(1, 3_600_000))
def test_buckets_rise_and_hold_the_objective(milliseconds):
    bounds = buckets_of(Duration(f"{milliseconds}ms")).value
    assert milliseconds in bounds
    assert list(bounds) == sorted(set(bounds))
    assert all(bound == int(bound) > 0 for bound in bounds)


@given(st.integers(1, 3_600_000))
def test_the_query_finds_the_bucket_as_triton_writes_it(milliseconds):
    assert bucket(milliseconds) == f'le=~"{bound_text(milliseconds)}([.]0+)?"'


def test_every_number_has_a_reason(tmp_path):
    numbers = dict(
        plan(tmp_path, slo="{latency: {objective: 99%, within: 80ms}, availability: 99.9%}").numbers()
    )
    assert {"models", "latency_within", "latency_source", "availability_objective", "window"} <= set(numbers)
    assert all(number.reason for number in numbers.values())


@pytest.mark.parametrize(
    ("asked", "objective"), [("99%", "0.99"), ("99.90%", "0.999"), ("99.999%", "0.99999"), ("50%", "0.5")]
)
def test_an_objective_stays_exact(tmp_path, asked, objective):
    assert values(tmp_path, slo=f"{{availability: {asked}}}")["slo"]["availability"] == {
        "objective": objective
    }


def test_values_say_the_objective_and_switch_the_histogram_on(tmp_path):
    found = values(tmp_path)
    assert found["slo"]["latency"] == {"objective": "0.99", "withinMilliseconds": 80, "source": "histogram"}
    assert found["server"] == {"metrics": {"histogramLatencies": True}}


@pytest.mark.parametrize(("window", "text"), [("30d", "30d"), ("60h", "60h"), ("2880m", "2d")])
def test_a_window_is_one_that_prometheus_reads(tmp_path, window, text):
    assert values(tmp_path, slo=f"{{availability: 99%, window: {window}}}")["slo"]["window"] == text


def test_rules_are_made_where_there_is_a_prometheus(tmp_path):
    assert "monitoring" not in values(tmp_path)
    prometheus = "prometheus: {namespace: monitoring, monitorLabels: {release: kps}}"
    assert values(tmp_path, prometheus=prometheus)["monitoring"]["rules"] == {
        "enabled": True,
        "labels": {"release": "kps"},
        "alertLabels": {},
        "runbooks": "https://example.com/r",
        "without": {},
    }
