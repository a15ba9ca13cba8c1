"""What a fleet says of its GPU nodes is what checks know of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tritonfleet.checks.gpu.hints import gpu_label_keys
from tritonfleet.checks.gpu.policy_fields import ignored_fields
from tritonfleet.pipeline.facts import cluster_facts
from tritonfleet.spec.cluster import Cluster

CRDS = Path(__file__).parents[3] / "shared" / "data" / "crds"

A100 = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 2}


def cluster(gpu: dict, **more: object) -> Cluster:
    pool = {"nodes": 3, "labels": {"example.com/pool": "a100"}, "gpu": A100 | gpu}
    return Cluster.model_validate({"kubernetes": "1.36", "pools": {"a100": pool}, **more})


def test_slices_are_counted_a_node():
    (group,) = cluster_facts(cluster({"mig": {"strategy": "mixed", "layout": {"1g.10gb": 7}}})).nodes or ()
    assert (group.nodes, group.resources) == (3, {"nvidia.com/mig-1g.10gb": 14})


def test_a_pool_with_cuts_of_several_kinds_is_several_groups():
    nodes = {"0": {"0-1": {"1g.10gb": 7}}, "1-2": {"0": {"3g.40gb": 2}}}
    groups = cluster_facts(cluster({"mig": {"strategy": "mixed", "nodes": nodes}})).nodes or ()
    assert [(group.nodes, dict(group.resources)) for group in groups] == [
        (1, {"nvidia.com/mig-1g.10gb": 14}),
        (2, {"nvidia.com/mig-3g.40gb": 2, "nvidia.com/gpu": 1}),
    ]


def test_a_cut_that_is_not_planned_yet_leaves_nodes_unknown():
    assert cluster_facts(cluster({"mig": {"strategy": "mixed", "planned": True}})).nodes is None


def test_what_dra_hands_out_no_node_advertises():
    (group,) = cluster_facts(cluster({"allocation": "dra"}, dra={})).nodes or ()
    assert (group.resources, group.labels) == ({}, {"example.com/pool": "a100"})


def test_labels_say_how_gpus_are_shared_and_cut():
    (group,) = cluster_facts(cluster({"timeSlicing": {"replicas": 4}})).nodes or ()
    assert group.labels["nvidia.com/gpu.product"] == "NVIDIA-A100-SXM4-80GB-SHARED"
    assert group.labels["nvidia.com/mig.config.state"] == "success"
    assert group.labels["example.com/pool"] == "a100"


def test_the_mig_manager_comes_with_the_operator_only():
    stack = {"installedBy": "device-plugin", "namespace": "nvidia"}
    facts = cluster_facts(cluster({"timeSlicing": {"replicas": 4}}, gpuStack=stack))
    (group,) = facts.nodes or ()
    assert "nvidia.com/mig.config.state" not in group.labels
    assert facts.gpu_namespace == "nvidia"


def test_versions_are_known_by_the_names_of_their_components():
    given = {"gpuOperator": "v26.7.0", "devicePlugin": "v0.20.0"}
    assert cluster_facts(cluster({}, versions=given)).versions == {
        "gpu-operator": "v26.7.0",
        "device-plugin": "v0.20.0",
    }


@pytest.mark.parametrize(
    "gpu", [{}, {"mps": {"replicas": 4}}, {"mig": {"strategy": "single", "layout": {"1g.10gb": 7}}}]
)
def test_every_label_that_is_derived_is_known(gpu):
    (group,) = cluster_facts(cluster(gpu)).nodes or ()
    written = {key for key in group.labels if key.startswith("nvidia.com/")}
    assert written <= set(gpu_label_keys())


def test_ignored_fields_are_fields_of_the_cluster_policy():
    path = CRDS / "nvidia.com_clusterpolicies.yaml"
    if not path.exists():
        pytest.skip("the operator's CRD is not beside the repository")
    crd = yaml.safe_load(path.read_text())
    spec = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    for field in ignored_fields():
        part = spec
        for key in field.split("."):
            part = part["properties"][key]
