"""What a cluster needs once: where it lies, whom it names, and that it holds together by our own rules."""

from __future__ import annotations

from typing import Any

import pytest
from watched_clusters import (
    ALONE,
    CUT,
    RENAMED,
    findings,
    gpus,
    objects,
    of_kind,
    platform,
    release,
    unwatched,
    watched,
)

from tritonfleet import errors
from tritonfleet.emit.cluster_monitoring import has_monitoring
from tritonfleet.emit.cluster_values import cluster_namespace, cluster_values, has_unit
from tritonfleet.spec.cluster import Cluster

ALL = {"grafana": {"folder": "Triton"}, "keda": {}}
NO_GPUS = {"pools": {"cpu": {"nodes": 1}}}

VARIANTS: dict[str, Cluster] = {
    "whole": watched(**ALL),
    "cut": watched(**ALL, pools={"gpus": gpus("NVIDIA-A100-SXM4-80GB", mig=CUT)}),
    "shared": watched(**ALL, pools={"gpus": gpus(timeSlicing=RENAMED)}),
    "claimed": watched(**ALL, pools={"gpus": gpus(allocation="dra")}),
    "alone": watched(**ALL, gpuStack=ALONE),
    "pod monitors": watched(**ALL, prometheus={"monitors": "PodMonitor"}),
    "no monitors": watched(**ALL, prometheus={"monitors": "none"}),
    "by operator": watched(keda={}, grafana={"operator": {"instanceSelector": {"dashboards": "grafana"}}}),
    "without keda": watched(grafana={}),
    "without grafana": watched(keda={}),
    "without GPUs": watched(**ALL, **NO_GPUS),
}


@pytest.fixture(scope="module", params=VARIANTS)
def variant(request: pytest.FixtureRequest) -> tuple[Cluster, list[dict[str, Any]]]:
    cluster = VARIANTS[request.param]
    return cluster, objects(cluster)


def test_our_own_rules_find_nothing(variant):
    _, made = variant
    assert findings(*made) == []


def test_what_prometheus_reads_lies_beside_it(variant):
    _, made = variant
    read = [one for one in made if one["kind"] in ("PrometheusRule", "ServiceMonitor", "PodMonitor")]
    assert {one["metadata"]["namespace"] for one in read} <= {"monitoring"}


def test_prometheus_selects_what_is_made_for_it(variant):
    _, made = variant
    read = [one for one in made if one["kind"] in ("PrometheusRule", "ServiceMonitor", "PodMonitor")]
    assert all(one["metadata"]["labels"]["release"] == "kps" for one in read)


def test_nobody_has_the_dashboards_twice(variant):
    cluster, made = variant
    maps = [one for one in of_kind("ConfigMap", made) if any(key.endswith(".json") for key in one["data"])]
    resources = of_kind("GrafanaDashboard", made)
    assert not (maps and resources)
    assert bool(maps or resources) == (cluster.grafana is not None)


def test_without_a_prometheus_there_is_nothing_to_watch_with():
    assert not has_monitoring(unwatched())
    assert not has_unit(unwatched())
    assert has_unit(watched())
    assert has_unit(unwatched(gpuStack={}))


def test_the_release_lies_beside_nvidias_programs_where_there_are_any():
    assert cluster_namespace(watched(gpuStack=ALONE)) == "nvidia"
    assert cluster_namespace(watched(**NO_GPUS)) == "monitoring"


def test_configuration_of_gpus_stays_in_nvidias_namespace():
    cut = VARIANTS["cut"]
    kinds = {(one["metadata"]["namespace"], one["kind"]) for one in objects(cut)}
    assert kinds == {
        ("gpu-operator", "ConfigMap"),
        ("monitoring", "ConfigMap"),
        ("monitoring", "PrometheusRule"),
        ("monitoring", "ServiceMonitor"),
    }


def test_a_cluster_that_is_not_watched_has_what_it_had():
    values = cluster_values(unwatched(gpuStack={}), None)
    assert {*values} == {"fullnameOverride", "namespaceOverride", "networkPolicy", "gpu"}


def test_the_gpus_of_a_cluster_are_not_configured_for_being_watched():
    assert {*cluster_values(watched(), None)["gpu"]} == {"annotations"}


def test_rules_have_labels_of_their_own_where_prometheus_wants_them():
    told = cluster_values(watched(prometheus={"ruleLabels": {"role": "alerts"}}), None)
    assert told["monitoring"]["rules"]["labels"] == {"role": "alerts"}
    told = cluster_values(watched(prometheus={"ruleLabels": {}}), None)
    assert "labels" not in told["monitoring"]["rules"]


def test_alerts_lead_to_the_runbooks_of_the_fleet():
    told = cluster_values(watched(), "https://runbooks.example.com")
    assert told["monitoring"]["rules"]["runbooks"] == "https://runbooks.example.com"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, {"gpu": True, "keda": False}),
        ({"keda": {}}, {"gpu": True, "keda": True}),
        (NO_GPUS, {"gpu": False, "keda": False}),
    ],
    ids=["gpus", "gpus and keda", "neither"],
)
def test_alerts_are_on_what_the_cluster_has(more, expected):
    told = cluster_values(watched(**more), None)["monitoring"]["rules"]
    assert {key: told.get(key, True) for key in ("gpu", "keda")} == expected


def test_a_release_is_installed_where_its_objects_without_a_namespace_belong():
    assert release(watched()).namespace == "gpu-operator"


def test_a_scrape_does_not_outlast_its_interval():
    slow = {"kind": "ServiceMonitor", "interval": "10s", "scrapeTimeout": "1m"}
    with pytest.raises(errors.InputError, match=r"scrapeTimeout \(1m\) is above interval \(10s\)"):
        platform({"monitoring": {"dcgm": {"monitor": slow}}})
