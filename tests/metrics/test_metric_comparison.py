"""An exporter's answer against the catalogue: what differs is named, what is off is no difference."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.expositions import exposition, text
from tritonfleet.errors import InputError
from tritonfleet.metrics import at, exporters, metric
from tritonfleet.metrics.comparison import Mismatch, compare, exporter_of
from tritonfleet.metrics.exposition import families

RELEASES = {
    "triton": ["22.12", "23.04", "24.07", "24.10", "26.01"],
    "dcgm-exporter": ["3.3.5-3.4.0", "4.5.3-4.8.2"],
}


def differences(shown: str, exporter: str = "triton", release: str = "24.10") -> list[tuple[str, Mismatch]]:
    found = compare(families(shown, "metrics"), exporter, release)
    return [(each.metric, each.mismatch) for each in found.differences]


@pytest.mark.parametrize(
    ("exporter", "release"),
    [(name, release) for name in exporters() for release in RELEASES.get(name, [""])],
)
def test_what_the_catalogue_says_does_not_differ_from_it(exporter, release):
    assert differences(exposition(exporter, release), exporter, release) == []


@pytest.mark.parametrize("exporter", exporters())
def test_an_exporter_is_known_by_its_metrics(exporter):
    assert exporter_of(families(exposition(exporter), "metrics")) == exporter


def test_nobody_writes_what_nobody_knows():
    assert exporter_of(families("mine 1\n", "metrics")) == ""


def test_a_metric_that_only_triton_could_write_is_unknown():
    shown = exposition("triton", "24.10") + "# TYPE nv_inference_retries counter\nnv_inference_retries 1\n"
    assert differences(shown) == [("nv_inference_retries", Mismatch.UNKNOWN)]


def test_a_metric_of_somebody_else_is_passed_over():
    assert differences(exposition("triton", "24.10") + "# TYPE process_start gauge\nprocess_start 1\n") == []


def test_a_metric_of_a_later_release_is_one_of_another_release():
    later = metric("nv_model_load_duration_secs")
    assert later is not None
    assert differences(exposition("triton", "24.10") + text(later)) == [(later.name, Mismatch.RELEASE)]


def test_a_metric_that_is_not_there_is_missing():
    shown = exposition("triton", "24.10", without="nv_inference_count")
    assert differences(shown) == [("nv_inference_count", Mismatch.MISSING)]


def test_what_is_switched_off_is_absent_with_the_switch_that_turns_it_on():
    found = compare(families(exposition("triton", "24.10"), "metrics"), "triton", "24.10")
    assert "--metrics-config=summary_latencies=true" in found.absent["nv_inference_queue_summary_us"]


def test_a_server_without_models_lacks_nothing():
    pool = [each for each in at("triton", "24.10").values() if each.name.startswith("nv_pinned")]
    found = compare(families("".join(map(text, pool)), "metrics"), "triton", "24.10")
    assert found.differences == ()
    assert found.absent["nv_inference_count"] == "no model is loaded"


def test_another_type_is_a_difference():
    shown = exposition("triton", "24.10").replace("nv_inference_count counter", "nv_inference_count gauge")
    assert differences(shown) == [("nv_inference_count", Mismatch.TYPE)]


def test_a_label_that_is_not_there_is_a_difference():
    shown = exposition("triton", "24.10").replace('nv_inference_count{model="x",', "nv_inference_count{")
    assert differences(shown) == [("nv_inference_count", Mismatch.LABEL)]


def test_a_label_that_came_later_is_not_missed_before():
    shown = exposition("triton", "24.06").replace(',reason="x"', "")
    assert differences(shown, release="24.06") == []


def test_a_label_of_dcgm_exporter_is_missed_only_since_it_is_there():
    shown = exposition("dcgm-exporter", "4.5.3-4.8.2").replace('pci_bus_id="x",', "")
    assert {each for _, each in differences(shown, "dcgm-exporter", "4.5.3-4.8.2")} == {Mismatch.LABEL}
    older = exposition("dcgm-exporter", "3.3.5-3.4.0").replace('pci_bus_id="x",', "")
    assert differences(older, "dcgm-exporter", "3.3.5-3.4.0") == []


def test_a_label_that_nobody_writes_is_a_difference():
    count = metric("nv_inference_count")
    assert count is not None
    shown = exposition("triton", "24.10", without=count.name) + text(count, shard="1")
    assert differences(shown) == [(count.name, Mismatch.LABEL)]


def test_a_tag_of_a_model_is_no_difference():
    count = metric("nv_inference_count")
    assert count is not None
    assert differences(exposition("triton", "24.10", without=count.name) + text(count, _team="a")) == []


def test_a_field_of_dcgm_that_no_file_lists_is_no_difference():
    shown = exposition("dcgm-exporter") + "# TYPE DCGM_FI_DEV_FB_TOTAL gauge\nDCGM_FI_DEV_FB_TOTAL 1\n"
    assert differences(shown, "dcgm-exporter", "") == []


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        ("nv_a 1\nnv_b x\n", 2),
        ('{, ={"}', 1),
        ('{"version": 1}', 1),
        ("<html>", 1),
        ('# TYPE a counter\na{b="c} 1\n', 2),
    ],
)
def test_what_no_exporter_writes_is_refused_with_its_line(shown, line):
    with pytest.raises(InputError, match=rf"^metrics:{line}: is no sample of Prometheus' text format"):
        families(shown, "metrics")


@given(st.one_of(st.text(), st.text(alphabet='ab_{}=,"\\# TYPEcounter\n0.1')))
def test_any_text_is_read_or_refused(shown):
    with contextlib.suppress(InputError):
        families(shown, "metrics")
