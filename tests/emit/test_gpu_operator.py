"""What NVIDIA's charts are told: only what they know, and the names of our ConfigMaps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from gpu_clusters import A100_80, ALONE, L40S, cluster, clusters, mixed, pool, single
from hypothesis import given, settings

from tritonfleet import yamlio
from tritonfleet.emit.gpu.config_maps import config_map_name, config_map_values
from tritonfleet.emit.gpu.operator import operator_values
from tritonfleet.emit.gpu.plugin_chart import plugin_chart_values
from tritonfleet.spec.cluster import Cluster
from tritonfleet.spec.monitoring import Prometheus

CRD = Path(__file__).parents[3] / "shared" / "data" / "crds" / "nvidia.com_clusterpolicies.yaml"
FOUR = {"replicas": 4}

KNOWN = {
    # NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml (v26.7.0)
    "gpu-operator": {
        "mig.strategy",
        "migManager.config.name",
        "migManager.config.default",
        "devicePlugin.enabled",
        "devicePlugin.config.name",
        "devicePlugin.config.default",
        "devicePlugin.mps.root",
        "dcgmExporter.env",
        "dcgmExporter.hostPID",
        "dcgmExporter.enablePodUID",
        "dcgmExporter.config.name",
        "dcgmExporter.serviceMonitor.enabled",
        "daemonsets.tolerations",
        "node-feature-discovery.worker.tolerations",
    },
    # NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml (v0.20.0)
    "nvidia-device-plugin": {
        "config.name",
        "config.default",
        "devicePlugin.enabled",
        "gfd.enabled",
        "mps.root",
        "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
        "tolerations",
        "nfd.worker.tolerations",
    },
}


def paths(values: dict[str, Any], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in values.items():
        found |= paths(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
    return found


def exporter(**pools: Any) -> dict[str, str]:
    values = operator_values(cluster(**pools))
    return {one["name"]: one["value"] for one in values.get("dcgmExporter", {}).get("env", [])}


def test_the_operator_finds_both_config_maps_by_the_names_they_have():
    found = cluster(cut=pool(mig=mixed(layout={"1g.10gb": 7})), shared=pool(L40S, timeSlicing=FOUR))
    gpu, values = config_map_values(found)["gpu"], operator_values(found)
    assert values["migManager"]["config"] == {"name": gpu["migParted"]["name"], "default": "all-disabled"}
    assert values["devicePlugin"]["config"] == {"name": gpu["devicePlugin"]["name"], "default": "default"}
    assert values["mig"] == {"strategy": "mixed"}


def test_without_mig_its_manager_is_left_to_the_operator():
    assert "migManager" not in operator_values(cluster(shared=pool(timeSlicing=FOUR)))


def test_strategies_that_differ_are_left_to_each_nodes_configuration():
    found = cluster(a=pool(mig=single("1g.10gb", 7)), b=pool(mig=mixed(layout={"1g.10gb": 7})))
    assert operator_values(found)["mig"] == {"strategy": ""}


def test_the_exporter_is_told_to_look_behind_shares():
    assert exporter(cut=pool(mig=mixed(layout={"1g.10gb": 7}))) == {}
    assert exporter(shared=pool(timeSlicing=FOUR)) == {"KUBERNETES_VIRTUAL_GPUS": "true"}


def test_the_exporter_is_told_the_resource_that_it_does_not_know():
    renamed = pool(timeSlicing=FOUR | {"renameByDefault": True})
    assert exporter(shared=renamed)["NVIDIA_RESOURCE_NAMES"] == "nvidia.com/gpu.shared"
    slices = {"slices": {"1g.10gb": 2}, "renameByDefault": True}
    cut = pool(mig=mixed(layout={"1g.10gb": 7}), timeSlicing=slices)
    assert "NVIDIA_RESOURCE_NAMES" not in exporter(cut=cut)


def test_mps_has_its_root_from_the_chart():
    found = cluster(shared=pool(L40S, mps=FOUR))
    assert operator_values(found)["devicePlugin"]["mps"] == {"root": "/run/nvidia/mps"}
    assert plugin_chart_values(found)["mps"] == {"root": "/run/nvidia/mps"}


def test_where_dra_hands_out_all_gpus_there_is_no_device_plugin():
    found = cluster(claims=pool(allocation="dra", mig=mixed(layout={"1g.10gb": 7})))
    assert operator_values(found)["devicePlugin"] == {"enabled": False}
    assert plugin_chart_values(found)["devicePlugin"] == {"enabled": False}


def test_the_plugin_alone_labels_nodes_too():
    found = cluster(shared=pool(timeSlicing=FOUR))
    name = config_map_values(found)["gpu"]["devicePlugin"]["name"]
    assert plugin_chart_values(found) == {
        "config": {"name": name, "default": "default"},
        "gfd": {"enabled": True},
    }


def test_the_plugin_alone_keeps_off_nodes_whose_gpus_are_claimed():
    found = plugin_chart_values(cluster(ALONE, claims=pool(allocation="dra"), shared=pool(timeSlicing=FOUR)))
    required = found["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    away = {"key": "nvidia.com/gpu.deploy.device-plugin", "operator": "NotIn", "values": ["false"]}
    assert [term["matchExpressions"][1] for term in required["nodeSelectorTerms"]] == [away] * 3
    assert "affinity" not in plugin_chart_values(cluster(ALONE, shared=pool(timeSlicing=FOUR)))


GPU_TAINT = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
DEDICATED = {"key": "dedicated", "operator": "Equal", "value": "ml", "effect": "NoExecute"}


def tainted(**taints: Any) -> dict[str, Any]:
    return {"shared": pool(timeSlicing=FOUR) | {"taints": taints}}


def test_nvidias_pods_tolerate_what_keeps_others_off_the_nodes():
    pools = tainted(dedicated={"value": "ml", "effect": "NoExecute"})
    operator, plugin = operator_values(cluster(**pools)), plugin_chart_values(cluster(ALONE, **pools))
    assert operator["daemonsets"]["tolerations"] == [GPU_TAINT, DEDICATED]
    discovery = operator["node-feature-discovery"]["worker"]["tolerations"]
    assert [one["key"] for one in discovery] == [
        "node-role.kubernetes.io/control-plane",
        "nvidia.com/gpu",
        "dedicated",
    ]
    assert [one["key"] for one in plugin["tolerations"]] == [
        "CriticalAddonsOnly",
        "nvidia.com/gpu",
        "dedicated",
    ]
    assert plugin["nfd"]["worker"]["tolerations"][-1] == DEDICATED


@pytest.mark.parametrize(
    "taints",
    [
        {},
        {"nvidia.com/gpu": {"value": "present"}},
        {"example.com/slow": {"effect": "PreferNoSchedule"}},
        {"CriticalAddonsOnly": {}},
    ],
    ids=["none", "the usual", "one that forbids nothing", "one for add-ons"],
)
def test_tolerations_are_left_to_nvidias_chart_where_its_own_do(taints):
    found = plugin_chart_values(cluster(ALONE, **tainted(**taints)))
    assert "tolerations" not in found
    if "CriticalAddonsOnly" not in taints:
        assert "daemonsets" not in operator_values(cluster(**tainted(**taints)))


def test_the_operator_tolerates_a_taint_of_gpus_that_evicts():
    found = operator_values(cluster(**tainted(**{"nvidia.com/gpu": {"effect": "NoExecute"}})))
    evicting = {"key": "nvidia.com/gpu", "operator": "Equal", "value": "", "effect": "NoExecute"}
    assert found["daemonsets"]["tolerations"] == [GPU_TAINT, evicting]


def watched(drawn: Cluster) -> Cluster:
    """The same cluster with a Prometheus, so that dcgm-exporter is set up too."""
    return drawn.model_copy(update={"prometheus": Prometheus(namespace="monitoring")})


@settings(deadline=None, derandomize=True)
@given(clusters)
def test_nothing_is_said_that_nvidias_charts_do_not_know(drawn):
    assert paths(operator_values(drawn)) <= KNOWN["gpu-operator"]
    assert paths(operator_values(watched(drawn))) <= KNOWN["gpu-operator"]
    assert paths(plugin_chart_values(drawn)) <= KNOWN["nvidia-device-plugin"]


@pytest.fixture(scope="module")
def cluster_policy() -> jsonschema_rs.Validator:
    """The spec of a ClusterPolicy, closed: the chart copies these values into it."""
    if not CRD.is_file():
        pytest.skip(f"needs {CRD.name} of NVIDIA/gpu-operator beside the repository")
    schema = yamlio.load_kubernetes(CRD.read_text(), str(CRD))["spec"]["versions"][0]["schema"]
    spec = closed(schema["openAPIV3Schema"]["properties"]["spec"])
    del spec["required"]
    return jsonschema_rs.validator_for(spec)


def closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(value) for key, value in schema.items()}
    return found | {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else found


@settings(deadline=None, derandomize=True, max_examples=40)
@given(drawn=clusters)
def test_the_cluster_policy_takes_the_values(cluster_policy, drawn):
    values = operator_values(watched(drawn))
    if not values["mig"]["strategy"]:
        # The chart leaves an empty strategy out (templates/clusterpolicy.yaml).
        del values["mig"]
    assert list(cluster_policy.iter_errors(values)) == []


def test_a_name_changes_with_its_content_and_only_then():
    one = {"a": {"x": 1, "y": 2}}
    assert config_map_name("device-plugin", one) == config_map_name("device-plugin", {"a": {"y": 2, "x": 1}})
    assert config_map_name("device-plugin", one) != config_map_name("device-plugin", {"a": {"x": 1, "y": 3}})


def test_another_pool_leaves_the_names_alone_unless_it_is_cut_or_shared():
    shared = {"shared": pool(L40S, timeSlicing=FOUR)}
    before = config_map_values(cluster(**shared))
    assert config_map_values(cluster(**shared, whole=pool(A100_80))) == before
    assert config_map_values(cluster(**shared, more=pool(A100_80, timeSlicing=FOUR))) != before


def test_the_release_leaves_the_namespace_to_nvidia():
    values = config_map_values(cluster({"namespace": "nvidia"}, shared=pool(timeSlicing=FOUR)))
    assert values["namespaceOverride"] == "nvidia"
    assert values["networkPolicy"] == {"enabled": False}
    assert not {"namespace", "resourceQuota", "limitRange"} & {*values}
