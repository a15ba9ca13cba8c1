"""Which metrics a release writes, and which labels a monitor adds."""

from __future__ import annotations

import pytest

from tritonfleet.metrics import at, exists, metric, stored_label, target_labels


def test_a_release_lacks_what_came_later():
    assert "nv_inference_pending_request_count" not in at("triton", "23.08")
    assert "nv_inference_pending_request_count" in at("triton", "23.09")


def test_a_release_lacks_what_ended_before():
    assert "nv_cache_hit_lookup_duration_per_model" in at("triton", "23.02", {"cache"})
    assert "nv_cache_hit_lookup_duration_per_model" not in at("triton", "23.03", {"cache"})


def test_the_newest_release_has_nothing_that_ended():
    assert [each for each in at("triton", on={"cache"}).values() if each.until] == []


def test_what_is_off_by_default_is_there_only_when_switched_on():
    assert "nv_inference_queue_summary_us" not in at("triton", "24.10")
    assert "nv_inference_queue_summary_us" in at("triton", "24.10", {"summary_latencies"})


def test_what_is_on_by_default_is_gone_when_only_another_switch_is_on():
    assert "nv_inference_queue_duration_us" not in at("triton", "24.10", {"cpu"})


def test_dcgm_exporter_writes_only_what_its_default_file_lists():
    written = at("dcgm-exporter", "4.5.3-4.8.2")
    assert "DCGM_FI_DEV_FB_USED" in written
    assert "DCGM_FI_PROF_SM_ACTIVE" not in written


@pytest.mark.parametrize(("release", "listed"), [("3.3.9-3.6.1", False), ("4.0.0-4.0.1", True)])
def test_the_default_file_of_dcgm_exporter_grew(release, listed):
    assert ("DCGM_FI_PROF_GR_ENGINE_ACTIVE" in at("dcgm-exporter", release)) is listed


def test_a_metric_exists_though_the_default_file_does_not_list_it():
    found = metric("DCGM_FI_PROF_GR_ENGINE_ACTIVE")
    assert found is not None
    assert exists(found, "3.3.9-3.6.1")


def test_an_exporter_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        at("nobody")


def test_only_a_service_monitor_adds_the_service():
    assert "service" in target_labels("ServiceMonitor")
    assert "service" not in target_labels("PodMonitor")


def test_the_job_of_a_pod_monitor_is_its_own_name_unless_job_label_says():
    job = target_labels("PodMonitor")["job"]
    assert job.value.startswith("<namespace>/<name of the PodMonitor>")
    assert job.setting == "jobLabel"


@pytest.mark.parametrize(
    ("label", "kind", "honor", "stored"),
    [
        ("namespace", "PodMonitor", False, "exported_namespace"),
        ("namespace", "PodMonitor", True, "namespace"),
        ("service", "PodMonitor", False, "service"),
        ("service", "ServiceMonitor", False, "exported_service"),
        ("model", "ServiceMonitor", False, "model"),
        ("node", "ServiceMonitor", False, "node"),
    ],
)
def test_a_label_that_a_monitor_adds_is_kept_under_another_name(label, kind, honor, stored):
    assert stored_label(label, kind, honor_labels=honor) == stored
