"""``tritonfleet metrics``: list, show, compare."""

from __future__ import annotations

import json

import pytest

from metrics.expositions import exposition
from support.cli import tritonfleet


@pytest.fixture
def answer(tmp_path):
    """A file with what a Triton 24.10 answers."""
    path = tmp_path / "metrics.txt"
    path.write_text(exposition("triton", "24.10"))
    return path


def test_list_has_only_what_a_release_has(tmp_path):
    ran = tritonfleet("metrics", "list", "--triton", "23.08", cwd=tmp_path)
    assert ran.code == 0
    assert "nv_inference_request_success" in ran.out
    assert "nv_inference_pending_request_count" not in ran.out


def test_list_finds_a_word_in_what_is_said_of_a_metric(tmp_path):
    ran = tritonfleet("metrics", "list", "--search", "QUEUE IS FULL", "--format", "json", cwd=tmp_path)
    names = [each["name"] for each in json.loads(ran.out)["metrics"]]
    assert names == ["nv_inference_request_failure", "nv_inference_first_response_histogram_ms"]


def test_list_is_of_one_exporter_when_asked(tmp_path):
    ran = tritonfleet("metrics", "list", "--exporter", "keda", "--format", "json", cwd=tmp_path)
    assert {each["exporter"] for each in json.loads(ran.out)["metrics"]} == {"keda"}


def test_show_says_what_a_metric_does_not_count_and_how_to_switch_it_on(tmp_path):
    ran = tritonfleet("metrics", "show", "nv_inference_first_response_histogram_ms_bucket", cwd=tmp_path)
    assert ran.code == 0
    for said in (
        "whole milliseconds",
        "--metrics-config=histogram_latencies=true",
        "since 24.11",
        "latency-quantile",
    ):
        assert said in ran.out


def test_show_as_json_has_the_queries_that_read_the_metric(tmp_path):
    ran = tritonfleet("metrics", "show", "nv_inference_count", "--format", "json", cwd=tmp_path)
    assert "batch-size" in json.loads(ran.out)["queries"]


def test_compare_is_silent_about_what_agrees(answer, tmp_path):
    ran = tritonfleet("metrics", "compare", answer, "--triton", "24.10", cwd=tmp_path)
    assert ran.code == 0
    assert "0 differences" in ran.out


def test_compare_ends_with_1_for_a_difference(answer, tmp_path):
    answer.write_text(answer.read_text().replace("nv_inference_count counter", "nv_inference_count gauge"))
    ran = tritonfleet("metrics", "compare", answer, "--triton", "24.10", "--format", "json", cwd=tmp_path)
    assert ran.code == 1
    assert json.loads(ran.out)["differences"] == [
        {
            "metric": "nv_inference_count",
            "mismatch": "type",
            "message": "is a gauge, and a counter in the catalogue",
        }
    ]


def test_compare_finds_out_whose_metrics_they_are(tmp_path):
    (tmp_path / "dcgm.txt").write_text(exposition("dcgm-exporter"))
    ran = tritonfleet("metrics", "compare", "dcgm.txt", "--format", "json", cwd=tmp_path)
    assert json.loads(ran.out)["exporter"] == "dcgm-exporter"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "nv_inferenc_count"], "did you mean `nv_inference_count`?"),
        (["list", "--triton", "24.1"], "`24.1` is no release of triton (write one such as 24.10)"),
        (["list", "--triton", "24.13"], "`24.13` is no release of triton"),
        (["list", "--exporter", "dcgm_exporter"], "did you mean `dcgm-exporter`?"),
        (["list", "--triton", "24.10", "--exporter", "keda"], "--triton is the release of Triton"),
        (["list", "--release", "2.20"], "--release needs --exporter"),
        (["list", "--search", "no such words"], "no metric says `no such words`"),
        (["compare", "missing.txt"], "missing.txt: cannot be read: no such file or directory"),
        (["compare", "ftp://host/metrics"], "is no address that can be asked (write http://… or https://…)"),
        (["compare", "http://127.0.0.1:1/metrics"], "does not answer: "),
        (["compare", "other.txt"], "other.txt: has no metric that the catalogue knows"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_ends_with_2(arguments, said, tmp_path):
    (tmp_path / "other.txt").write_text("mine 1\n")
    ran = tritonfleet("metrics", *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert said in ran.err
