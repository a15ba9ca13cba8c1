"""What NVIDIA's charts are told of dcgm-exporter, for every way in which a cluster's GPUs are shared."""

from __future__ import annotations

from typing import Any

import pytest
from watched_clusters import ALONE, CUT, RENAMED, gpus, unwatched, watched

from tritonfleet.emit.gpu.dcgm import counters_name, exporter_chart_values, interval
from tritonfleet.emit.gpu.nvidia_charts import nvidia_chart_values
from tritonfleet.spec.cluster import Cluster

A100 = "NVIDIA-A100-SXM4-80GB"
SHARED = {"gpus": gpus(timeSlicing=RENAMED)}
CLAIMED = {"gpus": gpus(allocation="dra")}

KNOWN_TO_THE_CHART = {
    # NVIDIA/dcgm-exporter:deployment/values.yaml and templates/daemonset.yaml (4.5.3-4.8.2)
    "image",
    "affinity",
    "runtimeClassName",
    "tolerations",
    "hostPID",
    "kubernetes",
    "kubernetesDRA",
    "extraEnv",
    "extraConfigMapVolumes",
    "resources",
    "serviceMonitor",
}


def operator(cluster: Cluster) -> dict[str, Any]:
    return nvidia_chart_values(cluster).get("gpu-operator", {}).get("dcgmExporter", {})


def variables(values: dict[str, Any], key: str = "env") -> dict[str, str]:
    return {one["name"]: one["value"] for one in values[key]}


def test_without_a_prometheus_whole_gpus_are_left_to_nvidia():
    assert nvidia_chart_values(unwatched()) == {}
    assert nvidia_chart_values(unwatched(gpuStack=ALONE))["nvidia-device-plugin"]
    assert "dcgm-exporter" not in nvidia_chart_values(unwatched(gpuStack=ALONE))


def test_whole_gpus_are_measured_and_nothing_else_is_said_of_them():
    assert nvidia_chart_values(watched()) == {
        "gpu-operator": {
            "dcgmExporter": {
                "env": [{"name": "DCGM_EXPORTER_INTERVAL", "value": "30000"}],
                "config": {"name": counters_name()},
                "serviceMonitor": {"enabled": False},
            }
        }
    }


@pytest.mark.parametrize(
    ("every", "milliseconds"), [("15s", 30_000), ("30s", 30_000), ("1m", 60_000)], ids=str
)
def test_the_exporter_measures_as_often_as_it_is_scraped(every, milliseconds):
    cluster = watched(prometheus={"scrapeInterval": every})
    assert interval(cluster) == milliseconds
    assert variables(operator(cluster))["DCGM_EXPORTER_INTERVAL"] == str(milliseconds)


def test_behind_shares_the_exporter_sees_processes_and_pods():
    told = operator(watched(pools=SHARED))
    assert variables(told)["KUBERNETES_VIRTUAL_GPUS"] == "true"
    assert variables(told)["NVIDIA_RESOURCE_NAMES"] == "nvidia.com/gpu.shared"
    assert (told["hostPID"], told["enablePodUID"]) == (True, True)
    alone = exporter_chart_values(watched(pools=SHARED, gpuStack=ALONE))
    assert (alone["hostPID"], alone["kubernetes"]) == (True, {"enablePodUID": True})


@pytest.mark.parametrize("versions", [{"gpuOperator": "26.3.1"}, {"dcgmExporter": "4.5.2-4.8.1"}], ids=str)
def test_releases_that_do_not_look_at_processes_need_not_see_them(versions):
    told = operator(watched(pools=SHARED, versions=versions))
    assert not {"hostPID", "enablePodUID"} & {*told}


@pytest.mark.parametrize(
    "versions",
    [{}, {"gpuOperator": "26.3.2"}, {"dcgmExporter": "4.5.3-4.8.2"}, {"dcgmExporter": "4.6.0-4.8.3"}],
    ids=str,
)
def test_releases_that_look_at_processes_see_them(versions):
    assert operator(watched(pools=SHARED, versions=versions))["hostPID"] is True


def test_slices_need_nothing_but_to_be_measured():
    told = operator(watched(pools={"gpus": gpus(A100, mig=CUT)}))
    assert {*told} == {"env", "config", "serviceMonitor"}


def test_whoever_scrapes_otherwise_keeps_nvidias_monitor():
    assert "serviceMonitor" not in operator(watched(prometheus={"monitors": "none"}))


def test_claims_are_looked_behind_where_there_are_no_shares():
    alone = exporter_chart_values(watched(pools=CLAIMED, gpuStack=ALONE))
    assert alone["kubernetesDRA"] == {"enabled": True}
    both = exporter_chart_values(watched(pools=CLAIMED | {"more": gpus(timeSlicing=RENAMED)}, gpuStack=ALONE))
    assert "kubernetesDRA" not in both


def test_the_exporters_own_chart_mounts_our_counters_over_those_of_the_image():
    (volume,) = exporter_chart_values(watched(gpuStack=ALONE))["extraConfigMapVolumes"]
    assert volume["configMap"]["name"] == counters_name()
    assert volume["configMap"]["items"] == [{"key": "dcgm-metrics.csv", "path": "default-counters.csv"}]


@pytest.mark.parametrize(
    ("release", "tag"),
    [
        ("4.5.3-4.8.2", "4.5.3-4.8.2-distroless"),
        ("4.5.1-4.8.0", "4.5.1-4.8.0-distroless"),
        ("4.4.2-4.7.1", "4.4.2-4.7.1-ubuntu22.04"),
    ],
    ids=str,
)
def test_the_image_is_that_of_the_declared_release(release, tag):
    alone = exporter_chart_values(watched(gpuStack=ALONE, versions={"dcgmExporter": release}))
    assert alone["image"] == {"tag": tag}


@pytest.mark.parametrize("versions", [{}, {"dcgmExporter": "4.5.3"}], ids=str)
def test_an_image_that_is_not_known_whole_is_left_to_the_chart(versions):
    assert "image" not in exporter_chart_values(watched(gpuStack=ALONE, versions=versions))


def test_the_exporter_runs_where_the_gpus_are():
    pool = gpus() | {"taints": {"nvidia.com/gpu": {}}, "runtimeClass": "nvidia"}
    alone = exporter_chart_values(watched(pools={"gpus": pool}, gpuStack=ALONE))
    assert alone["runtimeClassName"] == "nvidia"
    assert alone["tolerations"][-1]["key"] == "nvidia.com/gpu"


def test_the_chart_knows_every_value():
    pools = {"shared": gpus(timeSlicing=RENAMED), "whole": gpus(A100)}
    said = {
        *exporter_chart_values(watched(pools=pools, gpuStack=ALONE, versions={"dcgmExporter": "4.5.3-4.8.2"}))
    }
    said |= {*exporter_chart_values(watched(pools=CLAIMED, gpuStack=ALONE))}
    assert said <= KNOWN_TO_THE_CHART
