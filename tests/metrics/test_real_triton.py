"""What the catalogue says that Triton 24.10 writes is what Triton 24.10 writes: names, types, labels, on and off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from metrics.asking_triton import counts, infer, wait_until
from metrics.small_models import RAISES, write_repository
from support.cli import tritonfleet
from support.tritonserver import Server
from tritonfleet.metrics import at
from tritonfleet.metrics.comparison import compare
from tritonfleet.metrics.exposition import families

pytestmark = pytest.mark.triton

RELEASE = "24.10"
ON = {"counter_latencies", "summary_latencies", "cpu", "cache", "local_cache"}
COUNTERS = (
    "nv_inference_request_success",
    "nv_inference_request_failure",
    "nv_inference_count",
    "nv_inference_exec_count",
)


def test_everything_that_is_on_is_exposed_and_nothing_else(server):
    assert families(server.metrics(), "metrics").keys() == at("triton", RELEASE, ON).keys()


def test_types_and_labels_are_those_of_the_catalogue(server):
    found = compare(families(server.metrics(), "metrics"), "triton", RELEASE)
    assert found.differences == ()


def test_the_command_finds_no_difference(server, tmp_path):
    address = f"http://127.0.0.1:{server.metrics_port}/metrics"
    ran = tritonfleet("metrics", "compare", address, "--triton", RELEASE, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")


def test_the_command_sees_another_release(server, tmp_path):
    address = f"http://127.0.0.1:{server.metrics_port}/metrics"
    ran = tritonfleet("metrics", "compare", address, "--triton", "23.08", cwd=tmp_path)
    assert ran.code == 1
    assert "nv_inference_pending_request_count" in ran.out


def test_a_tag_of_a_model_is_a_label_with_an_underscore(server):
    assert counts(server).of("nv_inference_pending_request_count", model="batched", _team="vision") == 0


def test_the_request_summary_is_not_written_for_a_model_with_the_cache(server):
    text = server.metrics()
    assert 'nv_inference_request_summary_us_count{model="cached"' not in text
    assert 'nv_inference_queue_summary_us_count{model="cached"' in text


def test_the_pinned_pool_has_the_size_that_the_server_was_given(server):
    wait_until(server, lambda now: now.of("nv_pinned_memory_pool_total_bytes") == 256 * 2**20)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """All that can be off is off; models have namespaces."""
    folder = tmp_path_factory.mktemp("quiet")
    repository = write_repository(folder / "repository", ("plain", "cached"))
    flags = (
        "--metrics-config=counter_latencies=false",
        "--allow-cpu-metrics=false",
        "--model-namespacing=true",
    )
    with Server(repository, folder / "log", *flags) as running:
        yield running


def test_what_is_off_is_not_exposed(quiet):
    assert families(quiet.metrics(), "metrics").keys() == at("triton", RELEASE, set()).keys()


def test_the_namespace_of_a_model_is_the_path_of_its_repository(quiet):
    namespace = str(quiet.log_file.parent / "repository")
    assert counts(quiet).of(COUNTERS[0], model="plain", namespace=namespace) == 0


def test_labels_with_namespaces_are_those_of_the_catalogue(quiet):
    assert compare(families(quiet.metrics(), "metrics"), "triton", RELEASE).differences == ()


def test_without_counter_latencies_every_counter_of_a_model_stands_still(quiet):
    last_says_that_those_before_would_be_counted = 0.0
    for value in (0.0, RAISES, last_says_that_those_before_would_be_counted):
        infer(quiet, "plain", value)
    now = counts(quiet)
    assert [now.of(each, model="plain") for each in COUNTERS] == [0, 0, 0, 0]


def test_without_gpu_and_cpu_metrics_nothing_measures_the_pinned_pool(quiet):
    assert counts(quiet).of("nv_pinned_memory_pool_total_bytes") == 0


@pytest.fixture(scope="module")
def unset(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nothing is said about metrics but that there is no GPU."""
    folder = tmp_path_factory.mktemp("unset")
    with Server(write_repository(folder / "repository", ("plain",)), folder / "log") as running:
        yield running


def test_what_is_exposed_by_default_is_what_the_catalogue_has_on(unset):
    on = {"counter_latencies", "cpu"}
    assert families(unset.metrics(), "metrics").keys() == at("triton", RELEASE, on).keys()
