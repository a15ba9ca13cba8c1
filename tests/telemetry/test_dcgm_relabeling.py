"""What a real Prometheus stores of dcgm-exporter, old and new, when our monitor tells it how to scrape."""

from __future__ import annotations

from pathlib import Path

import pytest
from scraping_prometheus import Labels, scraped
from watched_clusters import ALONE, objects, of_kind, watched

TARGET = {
    "namespace": "gpu-operator",
    "pod": "nvidia-dcgm-exporter-x7k2p",
    "container": "nvidia-dcgm-exporter",
    "service": "nvidia-dcgm-exporter",
    "endpoint": "gpu-metrics",
    "__meta_kubernetes_pod_node_name": "gpu-1",
}
"""What Prometheus Operator finds out about a pod of the exporter."""

PAGE = """\
# TYPE DCGM_FI_DEV_FB_USED gauge
DCGM_FI_DEV_FB_USED{gpu="0",UUID="GPU-a",device="nvidia0",HOST="gpu-1",pod="bert-1",namespace="prod",\
container="triton"} 9
DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b",device="nvidia1",HOST="gpu-1"} 0
DCGM_FI_DEV_FB_USED{gpu="2",UUID="GPU-c",device="nvidia2",HOST="gpu-1",pod="t5-1",namespace="prod",container="t5",\
pod_uid="5f1c",vgpu="0"} 4
"""
"""A GPU with a pod, one without, and one that is shared; HOST stands for the label that was renamed."""


@pytest.fixture(scope="module", params=["Hostname", "hostname"])
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Labels]:
    """Series by GPU, from an exporter that calls the node so."""
    (monitor,) = of_kind("ServiceMonitor", objects(watched()))
    (endpoint,) = monitor["spec"]["endpoints"]
    folder: Path = tmp_path_factory.mktemp("prometheus")
    found = scraped(endpoint, TARGET, PAGE.replace("HOST", request.param), folder)
    return {labels["gpu"]: labels for labels in found}


def test_the_pod_is_that_of_the_workload(stored):
    used = stored["0"]
    assert (used["pod"], used["namespace"], used["container"]) == ("bert-1", "prod", "triton")
    assert not [label for label in used if label.startswith("exported_")]


def test_a_gpu_that_nobody_uses_has_no_pod(stored):
    assert not {"pod", "namespace", "container"} & {*stored["1"]}


def test_the_node_has_one_name_whatever_the_exporters_release(stored):
    for labels in stored.values():
        assert labels["hostname"] == "gpu-1"
        assert "Hostname" not in labels


def test_the_exporter_is_known_by_its_job_and_node_whoever_installed_it(stored):
    for labels in stored.values():
        assert (labels["job"], labels["node"]) == ("dcgm-exporter", "gpu-1")


def test_a_shared_gpu_keeps_what_tells_its_pods_apart(stored):
    assert stored["2"]["vgpu"] == "0"
    assert "pod_uid" not in stored["2"]


def test_a_pod_monitor_scrapes_in_the_same_way():
    (by_service,) = of_kind("ServiceMonitor", objects(watched()))
    (by_pod,) = of_kind("PodMonitor", objects(watched(prometheus={"monitors": "PodMonitor"})))
    (one,), (other,) = by_service["spec"]["endpoints"], by_pod["spec"]["podMetricsEndpoints"]
    assert (one.pop("port"), other.pop("port")) == ("gpu-metrics", "metrics")
    assert one == other


def test_the_exporter_of_its_own_chart_is_found_by_that_charts_labels():
    (monitor,) = of_kind("ServiceMonitor", objects(watched(gpuStack=ALONE)))
    assert monitor["spec"]["selector"]["matchLabels"] == {"app.kubernetes.io/name": "dcgm-exporter"}
    assert monitor["spec"]["namespaceSelector"] == {"matchNames": ["nvidia"]}
    assert monitor["spec"]["endpoints"][0]["port"] == "metrics"


@pytest.mark.parametrize("every", ["15s", "30s", "1m", "90s"])
def test_it_is_scraped_as_often_as_it_measures(every):
    (monitor,) = of_kind("ServiceMonitor", objects(watched(prometheus={"scrapeInterval": every})))
    expected = {"15s": "30s", "30s": "30s", "1m": "60s", "90s": "90s"}[every]
    assert monitor["spec"]["endpoints"][0]["interval"] == expected
