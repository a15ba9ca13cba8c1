"""The catalogue of metrics: complete where it claims to be, with sources, and read only where it is needed."""

from __future__ import annotations

import pytest

from tritonfleet import yamlio
from tritonfleet.metrics import Kind, exporter, is_dcgm_field, metric, nearest, owner
from tritonfleet.metrics.releases import after, before
from tritonfleet.paths import catalog_file

FILES = ("triton", "dcgm", "keda", "vllm", "kubernetes")
NAMES = (
    "nv_inference_count",
    "DCGM_FI_DEV_FB_USED",
    "keda_scaler_active",
    "vllm:num_requests_waiting",
    "kube_pod_info",
)


@pytest.mark.parametrize("file", FILES)
def test_every_file_says_where_its_facts_come_from(file):
    data = yamlio.load(yamlio.read_text(catalog_file(f"metrics/{file}.yaml")), file)
    repository, _, place = data["source"].partition(":")
    assert "/" in repository
    assert place


@pytest.mark.parametrize("name", NAMES)
def test_every_metric_of_a_file_has_a_kind_and_a_source(name):
    found = exporter(name)
    assert found is not None
    for each in found.metrics.values():
        assert each.source
        assert each.kind in Kind


@pytest.mark.parametrize("name", NAMES)
def test_a_label_that_is_mistaken_stands_for_one_that_exists(name):
    found = exporter(name)
    assert found is not None
    labels = {label for each in found.metrics.values() for label in (*each.labels, *each.optional)}
    assert set(found.mistaken_labels.values()) <= labels


def test_what_is_instead_exists():
    for name in NAMES:
        found = exporter(name)
        assert found is not None
        assert [
            each.instead for each in found.metrics.values() if each.instead and metric(each.instead) is None
        ] == []


def test_a_histogram_is_known_by_its_series():
    family = metric("nv_inference_first_response_histogram_ms_bucket")
    assert family is not None
    assert family.series() == tuple(f"{family.name}_{part}" for part in ("bucket", "sum", "count"))


def test_names_of_others_have_no_owner():
    assert [owner(name) for name in ("nv_mine", "nvidia_smi_x", "http_requests_total", "vllm:new")] == [
        None
    ] * 4


def test_a_name_that_only_triton_writes_has_one():
    found = owner("nv_inference_nothing")
    assert found is not None
    assert found.name == "triton"


def test_a_name_nearby_is_offered():
    assert nearest("nv_inference_reqest_success") == "did you mean `nv_inference_request_success`?"


def test_a_name_that_is_gone_is_not_offered():
    assert "load_ratio" not in nearest("nv_inference_load_rati")


@pytest.mark.parametrize("name", ["DCGM_FI_DEV_FB_TOTAL", "DCGM_FI_PROF_SM_ACTIVE", "DCGM_FI_DEV_GPU_UTIL"])
def test_dcgm_knows_more_fields_than_are_written(name):
    assert is_dcgm_field(name)


def test_every_metric_of_dcgm_exporter_is_a_field():
    found = exporter("DCGM_FI_DEV_FB_USED")
    assert found is not None
    unknown = [name for name in found.metrics if not name.startswith("DCGM_EXP_") and not is_dcgm_field(name)]
    assert unknown == []


def test_releases_have_an_order():
    assert after("24.11", "24.9")
    assert before("4.5.3-4.8.2", "4.6.0-4.8.3-distroless")
    assert not after("24.07", "24.07")
