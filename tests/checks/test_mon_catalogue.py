"""The catalogue of metrics: complete where it claims to be, with sources, and read only where it is needed."""

from __future__ import annotations

import re

import pytest

from tritonfleet import yamlio
from tritonfleet.metrics import Exporter, Metric, exporter, exporters, is_dcgm_field, metric, nearest, owner
from tritonfleet.metrics.releases import after, before
from tritonfleet.paths import catalog_file

SOURCE = re.compile(r"[\w.-]+/[\w.-]+(:[\w./-]+(@[\w.-]+)?( \(\w+\))?|#\d+)")
"""``owner/repository:path@version (function)`` or a thread ``owner/repository#1``."""
UNITS = {
    "", "us", "ms", "s", "ns", "bytes", "bytes_per_second", "mib", "ratio", "percent", "w", "j", "mj", "celsius",
    "mhz", "tokens",
}  # fmt: skip
KEYS = {
    "about", "absent_if", "decoupled_until", "default", "default_since", "excludes", "instead", "label_since",
    "labels", "mig", "of", "since", "source", "switch", "type", "unit", "until",
}  # fmt: skip
FILES = sorted(path.stem for path in catalog_file("metrics/triton.yaml").parent.glob("*.yaml"))
EVERY = [each for found in exporters().values() for each in found.metrics.values()]


@pytest.mark.parametrize("found", exporters().values(), ids=lambda found: found.name)
def test_every_exporter_says_where_it_writes_and_where_the_facts_come_from(found: Exporter):
    assert found.about
    assert SOURCE.fullmatch(found.source)


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_every_metric_has_a_source_a_known_unit_and_a_line_about_it(each: Metric):
    assert SOURCE.fullmatch(each.source)
    assert each.unit in UNITS
    assert each.about or each.until or each.instead


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.name)
def test_a_metric_is_found_by_each_of_its_series(each: Metric):
    assert [metric(name) for name in each.series()] == [each] * len(each.series())


def test_lines_are_sentences_without_end():
    lines = [line for each in EVERY for line in (each.about, each.absent_if, *each.excludes)]
    assert [line for line in lines if "\n" in line or line.endswith(".")] == []


@pytest.mark.parametrize("found", exporters().values(), ids=lambda found: found.name)
def test_a_label_that_is_mistaken_stands_for_one_that_exists(found: Exporter):
    labels = {label for each in found.metrics.values() for label in (*each.labels, *each.optional)}
    assert set(found.mistaken_labels.values()) <= labels


def test_what_is_instead_exists():
    assert [each.name for each in EVERY if each.instead and metric(each.instead) is None] == []


@pytest.mark.parametrize("file", FILES)
def test_every_key_is_one_that_is_read(file: str):
    data = yamlio.load(yamlio.read_text(catalog_file(f"metrics/{file}.yaml")), file)
    groups = data.get("groups", ())
    entries = [entry for group in groups for entry in group["metrics"].values()]
    assert {key for group in groups for key in group} <= KEYS | {"metrics"}
    assert {key for entry in entries for key in entry} <= KEYS


def test_every_file_is_read():
    named = {
        yamlio.load(yamlio.read_text(catalog_file(f"metrics/{file}.yaml")), file).get("exporter")
        for file in FILES
    }
    assert named - {None} == exporters().keys()


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
