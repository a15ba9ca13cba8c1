"""What nodes advertise, and whether pods find one: from the fleet's facts, or from Node objects."""

from __future__ import annotations

import pytest
from gpu_examples import deployment, fixes, node, said, together, undecided, world

from tritonfleet.checks.facts import Facts, NodeFacts, Taint
from tritonfleet.checks.gpu.nodes import advertised, nodes

MIXED = NodeFacts(
    2,
    {"nvidia.com/mig-1g.10gb": 7, "nvidia.com/gpu": 3},
    {"nvidia.com/gpu.product": "NVIDIA-A100-SXM4-80GB", "nvidia.com/mig.strategy": "mixed"},
)
SHARED = NodeFacts(
    1,
    {"nvidia.com/gpu.shared": 32},
    {"nvidia.com/gpu.product": "NVIDIA-L40S", "nvidia.com/gpu.sharing-strategy": "time-slicing"},
)
TAINTED = NodeFacts(1, {"nvidia.com/gpu": 8}, taints=(Taint("example.com/gpu", "a100", "NoSchedule"),))
ALLOCATABLE = '{allocatable: {cpu: "64", nvidia.com/gpu: "8"}}'


def facts(*groups: NodeFacts) -> Facts:
    return Facts(nodes=groups)


def test_nodes_alike_are_one_group():
    text = together(*(node("kubernetes.io/hostname: " + n, name=n, status=ALLOCATABLE) for n in ("a", "b")))
    (group,) = nodes(world(text)) or ()
    assert (group.nodes, group.resources) == (2, {"nvidia.com/gpu": 8})


def test_nodes_that_report_nothing_say_nothing():
    assert nodes(world(node("nvidia.com/mig.config: vision"))) is None


def test_what_the_fleet_says_goes_before_node_objects():
    assert nodes(world(node(status=ALLOCATABLE), facts(SHARED))) == (SHARED,)


def test_all_nodes_together():
    assert advertised(world("", facts(MIXED, SHARED))) == {
        "nvidia.com/mig-1g.10gb": 14,
        "nvidia.com/gpu": 6,
        "nvidia.com/gpu.shared": 32,
    }


def test_without_nodes_nobody_knows_what_is_advertised():
    assert undecided("GPU101", deployment())
    assert not undecided("GPU101", deployment("{limits: {memory: 1Gi}}"))


def test_a_share_that_lost_its_name_is_found_again():
    assert fixes("GPU101", deployment("{limits: {nvidia.com/gpu: 1}}"), facts(SHARED)) == [
        "ask for nvidia.com/gpu.shared"
    ]


def test_the_nearest_profile_is_offered():
    text = deployment("{limits: {nvidia.com/mig-1g.5gb: 1}}")
    assert fixes("GPU101", text, facts(MIXED)) == ["did you mean `nvidia.com/mig-1g.10gb`?"]


def test_a_device_class_may_map_the_resource():
    mapped = """\
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: {name: slices}
spec: {extendedResourceName: nvidia.com/mig-3g.40gb}
"""
    text = together(mapped, deployment("{limits: {nvidia.com/mig-3g.40gb: 1}}"))
    assert said("GPU101", text, facts(MIXED)) == []


def test_on_nodes_of_dra_a_class_outside_may_map_the_resource():
    assert said("GPU101", deployment(), facts(NodeFacts(1, {}))) == []
    assert undecided("GPU101", deployment(), facts(NodeFacts(1, {})))


def test_two_resources_must_be_of_one_node():
    text = deployment("{limits: {nvidia.com/gpu: 1, nvidia.com/gpu.shared: 1}}")
    assert said("GPU102", text, facts(MIXED, SHARED)) == [
        "no node has 1 `nvidia.com/gpu`, 1 `nvidia.com/gpu.shared` together"
    ]


def test_a_workload_scaled_to_zero_takes_nothing():
    assert said("GPU103", deployment(replicas=0), facts(NodeFacts(1, {"nvidia.com/gpu": 0}))) == []


def test_jobs_wait_their_turn():
    job = """\
apiVersion: batch/v1
kind: Job
metadata: {name: train, namespace: prod}
spec:
  parallelism: 100
  template:
    spec:
      restartPolicy: Never
      containers: [{name: train, image: "train:1", resources: {limits: {nvidia.com/gpu: 8}}}]
"""
    assert said("GPU103", together(job, job.replace("train", "other")), facts(TAINTED)) == []


def test_labels_that_nobody_speaks_of_may_be_there():
    pod = "nodeSelector: {topology.kubernetes.io/zone: eu-central-1a}"
    assert said("GPU104", deployment(pod=pod), facts(MIXED)) == []


def test_a_label_of_another_pool_is_not_here():
    other = NodeFacts(1, {"nvidia.com/mig-3g.40gb": 2}, {"example.com/pool": "other"})
    pod = "nodeSelector: {example.com/pool: other}"
    assert said("GPU104", deployment(pod=pod), facts(MIXED, other)) == [
        "no node with `nvidia.com/gpu` has the `example.com/pool` that is asked for; they do not have the label"
    ]


def test_one_of_several_terms_is_enough():
    pod = """\
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions: [{key: nvidia.com/gpu.product, operator: In, values: [NVIDIA-H200]}]
      - matchExpressions: [{key: nvidia.com/mig.strategy, operator: Exists}]
"""
    assert said("GPU104", deployment(pod=pod), facts(MIXED)) == []


def test_numbers_are_not_compared():
    pod = """\
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions: [{key: nvidia.com/gpu.product, operator: Gt, values: ["1"]}]
"""
    assert said("GPU104", deployment(pod=pod), facts(MIXED)) == []


def test_what_is_only_preferred_keeps_no_pod_pending():
    pod = """\
affinity:
  nodeAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 1
      preference: {matchExpressions: [{key: nvidia.com/gpu.product, operator: In, values: [NVIDIA-H200]}]}
"""
    assert said("GPU104", deployment(pod=pod), facts(MIXED)) == []


@pytest.mark.parametrize(
    "toleration",
    [
        "{operator: Exists}",
        "{key: example.com/gpu, operator: Exists}",
        "{key: example.com/gpu, value: a100}",
        "{key: example.com/gpu, operator: Equal, value: a100, effect: NoSchedule}",
    ],
)
def test_each_way_to_tolerate(toleration):
    assert said("GPU105", deployment(pod=f"tolerations: [{toleration}]"), facts(TAINTED)) == []


@pytest.mark.parametrize(
    "toleration",
    [
        "{key: example.com/gpu, value: h100}",
        "{key: example.com/gpu, operator: Exists, effect: NoExecute}",
        "{key: nvidia.com/gpu, operator: Exists}",
    ],
)
def test_each_way_to_miss(toleration):
    assert said("GPU105", deployment(pod=f"tolerations: [{toleration}]"), facts(TAINTED))


def test_a_node_without_the_taint_will_do():
    free = NodeFacts(1, {"nvidia.com/gpu": 1})
    assert said("GPU105", deployment(), facts(TAINTED, free)) == []


def test_a_taint_that_only_puts_off_keeps_nobody_away():
    soft = NodeFacts(1, {"nvidia.com/gpu": 1}, taints=(Taint("busy", "", "PreferNoSchedule"),))
    assert said("GPU105", deployment(), facts(soft)) == []


def test_kserve_may_add_tolerations_from_its_runtime():
    text = """\
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {name: bert, namespace: prod}
        spec: {predictor: {model: {modelFormat: {name: triton}, resources: {limits: {nvidia.com/gpu: 1}}}}}
    """
    assert said("GPU105", text, facts(TAINTED)) == []


def test_where_some_nodes_need_no_runtime_class_none_is_missed():
    plain, wrapped = (
        NodeFacts(1, {"nvidia.com/gpu": 1}),
        NodeFacts(1, {"nvidia.com/gpu": 1}, runtime_class="nvidia"),
    )
    assert said("GPU106", deployment(), facts(plain, wrapped)) == []
    assert said("GPU106", deployment(pod="runtimeClassName: nvidia-cdi"), facts(wrapped)) == []


def test_nodes_that_share_under_the_plain_name_give_shares():
    shared = NodeFacts(1, {"nvidia.com/gpu": 8}, {"nvidia.com/gpu.sharing-strategy": "time-slicing"})
    text = deployment("{limits: {nvidia.com/gpu: 2}}")
    assert said("GPU113", text, facts(shared))
    assert said("GPU113", text, facts(shared, MIXED)) == []


def test_shared_memory_is_hidden_under_mps_only():
    mount = "volumeMounts: [{name: shm, mountPath: /dev/shm}]"
    text = deployment("{limits: {nvidia.com/gpu.shared: 1}}", container=mount)
    assert said("GPU122", text, facts(SHARED)) == []


@pytest.mark.parametrize("product", ["NVIDIA-A100-SXM4-80GB-MIG-1g.10gb", "NVIDIA-L40S-SHARED"])
def test_products_and_resources_of_one_node_go_together(product):
    pod = f"nodeSelector: {{nvidia.com/gpu.product: {product}}}"
    assert said("GPU114", deployment(pod=pod)) == []


def test_one_possible_product_is_enough():
    pod = """\
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions:
        - {key: nvidia.com/gpu.product, operator: In, values: [NVIDIA-L40S-SHARED, NVIDIA-L40S]}
"""
    assert said("GPU114", deployment("{limits: {nvidia.com/gpu.shared: 1}}", pod=pod)) == []


@pytest.mark.parametrize(
    "key", ["nvidia.com/gpu", "nvidia.com/gpu.family", "nvidia.com/mig-1g.10gb.count", "nvidia.com/team"]
)
def test_labels_that_people_may_well_have(key):
    assert said("GPU115", deployment(pod=f'nodeSelector: {{{key}: "1"}}')) == []


def test_under_mig_single_whole_gpus_by_name_are_slices():
    cut = NodeFacts(
        1, {"nvidia.com/gpu": 14}, {"nvidia.com/gpu.product": "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb"}
    )
    assert said("GPU112", deployment("{limits: {nvidia.com/gpu: 2}}"), facts(cut))
    assert said("GPU112", deployment("{limits: {nvidia.com/gpu: 2}}"), facts(cut, MIXED)) == []


def test_where_nobody_cuts_gpus_no_pod_waits_for_it():
    assert said("GPU128", deployment("{limits: {nvidia.com/mig-1g.10gb: 1}}"), facts(MIXED)) == []


def test_who_asks_for_the_whole_node_takes_from_nobody():
    privileged = "securityContext: {privileged: true}"
    assert said("GPU121", deployment("{limits: {nvidia.com/gpu: 8}}", container=privileged)) == []


def test_none_of_several_terms_is_not_enough():
    pod = """\
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions: [{key: nvidia.com/gpu.product, operator: In, values: [NVIDIA-H200]}]
      - matchExpressions: [{key: nvidia.com/mig.strategy, operator: In, values: [single]}]
"""
    assert said("GPU104", deployment(pod=pod), facts(MIXED)) == [
        "no node with `nvidia.com/gpu` has all the labels that are selected by"
    ]
    unknown = pod + "      - matchExpressions: [{key: example.com/zone, operator: In, values: [a]}]\n"
    assert said("GPU104", deployment(pod=unknown), facts(MIXED)) == []
