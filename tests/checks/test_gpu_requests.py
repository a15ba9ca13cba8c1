"""Which requests for GPUs are seen, and what a pod takes in all."""

from __future__ import annotations

import pytest
from gpu_examples import deployment, fixes, said, together, world

from tritonfleet.checks.gpu.requests import gpu_pods, gpu_requests, is_gpu, needed


def requests(text: str) -> dict[str, int | None]:
    return {one.resource: one.count for one in gpu_requests(world(text))}


def test_a_limit_is_a_request():
    assert requests(deployment("{limits: {nvidia.com/gpu: 2, cpu: 4}}")) == {"nvidia.com/gpu": 2}


def test_an_amount_may_be_text():
    assert requests(deployment('{limits: {nvidia.com/gpu: "2"}}')) == {"nvidia.com/gpu": 2}


def test_a_part_of_a_gpu_has_no_count():
    assert requests(deployment("{limits: {nvidia.com/gpu: 500m}}")) == {"nvidia.com/gpu": None}


def test_asking_for_none_is_no_request():
    assert requests(deployment("{limits: {nvidia.com/gpu: 0}}")) == {}


@pytest.mark.parametrize(
    "resource", ["nvidia.com/gpumem", "nvidia.com/hostdev", "nvidia.com/GA102GL_A10", "amd.com/gpu", 7, None]
)
def test_resources_of_others_are_left_alone(resource):
    assert not is_gpu(resource)


def test_a_pod_takes_the_most_that_runs_at_once():
    init = """\
        initContainers:
        - {name: first, image: "a:1", resources: {limits: {nvidia.com/gpu: 3}}}
        - {name: second, image: "a:1", resources: {limits: {nvidia.com/gpu: 2}}}
    """
    ((_, found),) = gpu_pods(world(deployment(pod=init)))
    assert needed(found) == {"nvidia.com/gpu": 3}


def test_a_sidecar_runs_beside_the_containers():
    sidecar = """\
        initContainers:
        - {name: side, image: "a:1", restartPolicy: Always, resources: {limits: {nvidia.com/gpu: 1}}}
    """
    ((_, found),) = gpu_pods(world(deployment(pod=sidecar)))
    assert needed(found) == {"nvidia.com/gpu": 2}


def test_a_predictor_of_kserve_asks_too():
    text = """\
        apiVersion: serving.kserve.io/v1beta1
        kind: InferenceService
        metadata: {name: bert, namespace: prod}
        spec: {predictor: {model: {modelFormat: {name: triton}, resources: {limits: {nvidia.com/gpu: 1}}}}}
    """
    (one,) = gpu_requests(world(text))
    assert one.path == ("spec", "predictor", "model", "resources", "limits", "nvidia.com/gpu")
    assert one.maker.partial


def test_a_limit_range_bounds_pods_without_giving_them_gpus():
    text = """\
        apiVersion: v1
        kind: LimitRange
        metadata: {name: defaults, namespace: prod}
        spec: {limits: [{type: Container, max: {nvidia.com/gpu: 4}, default: {nvidia.com/gpu: 0}}]}
    """
    assert said("GPU127", text) == []


def test_a_request_equal_to_its_limit_is_fine():
    assert said("GPU107", deployment('{requests: {nvidia.com/gpu: "1"}, limits: {nvidia.com/gpu: 1}}')) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gpu", "nvidia.com/gpu"),
        ("nvidia.com/GPU", "nvidia.com/gpu"),
        ("nvidea.com/gpu", "nvidia.com/gpu"),
        ("alpha.kubernetes.io/nvidia-gpu", "nvidia.com/gpu"),
        ("nvidia/mig-1g.10gb", "nvidia.com/mig-1g.10gb"),
    ],
)
def test_a_misspelt_resource_is_told_from_others(written, meant):
    assert fixes("GPU109", deployment(f"{{limits: {{{written}: 1}}}}")) == [f"did you mean `{meant}`?"]


@pytest.mark.parametrize(
    "written", ["nvidia.com/gpumem", "nvidia.com/vgpu", "amd.com/gpu", "rdma/hca", "nvidia.com/hostdev"]
)
def test_other_resources_are_not_taken_for_misspelt(written):
    assert said("GPU109", deployment(f"{{limits: {{{written}: 1}}}}")) == []


def test_two_containers_may_have_a_kind_each():
    second = "      - {name: b, image: 'a:1', resources: {limits: {nvidia.com/mig-3g.40gb: 1}}}\n"
    assert said("GPU111", deployment("{limits: {nvidia.com/mig-1g.10gb: 1}}") + second) == []


def test_several_whole_gpus_are_no_slices():
    assert said("GPU112", deployment("{limits: {nvidia.com/gpu: 4}}")) == []


def test_an_init_container_uses_the_gpu_of_the_one_after_it():
    init = 'initContainers: [{name: warm, image: "a:1", resources: {limits: {nvidia.com/gpu: 1}}}]'
    assert said("GPU117", deployment(pod=init)) == []


@pytest.mark.parametrize("given", ["void", "none", ""])
def test_hiding_gpus_takes_none(given):
    env = f'env: [{{name: NVIDIA_VISIBLE_DEVICES, value: "{given}"}}]'
    assert said("GPU118", deployment("{}", container=env)) == []


def test_what_the_device_plugin_overwrites_takes_none():
    assert said("GPU118", deployment(container="env: [{name: NVIDIA_VISIBLE_DEVICES, value: all}]")) == []


def test_an_agent_on_every_node_may_see_all_gpus():
    env = "env: [{name: NVIDIA_VISIBLE_DEVICES, value: all}]"
    assert said("GPU118", deployment("{}", container=env, kind="DaemonSet")) == []


def test_a_device_after_those_there_are_is_not_used():
    env = 'env: [{name: CUDA_VISIBLE_DEVICES, value: "0,1"}]'
    assert said("GPU119", deployment(container=env)) == [
        "`CUDA_VISIBLE_DEVICES` is `0,1`, and the container has one device, 0"
    ]


@pytest.mark.parametrize("given", ["0,1", "GPU-2fa81118", "-1", "$(DEVICES)"])
def test_devices_that_are_there_or_not_counted_are_fine(given):
    env = f'env: [{{name: CUDA_VISIBLE_DEVICES, value: "{given}"}}]'
    assert said("GPU119", deployment("{limits: {nvidia.com/gpu: 2}}", container=env)) == []


def test_whoever_chooses_its_nodes_may_tolerate_them():
    pod = """\
        nodeSelector: {example.com/pool: build}
        tolerations: [{key: nvidia.com/gpu, operator: Exists}]
    """
    assert said("GPU123", deployment("{}", pod=pod)) == []


def test_a_quota_of_another_namespace_bounds_nobody_here():
    quota = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: staging}
spec: {hard: {requests.nvidia.com/gpu: 0}}
"""
    assert said("GPU125", together(quota, deployment(replicas=3))) == []


def test_a_quota_with_scopes_counts_some_pods_only():
    quota = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: gpus, namespace: prod}
spec: {hard: {requests.nvidia.com/gpu: 1}, scopes: [BestEffort]}
"""
    assert said("GPU125", together(quota, deployment(replicas=3))) == []


@pytest.mark.parametrize(
    ("head", "spec", "path"),
    [
        (
            "apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet",
            "{leaderWorkerTemplate: {size: 2, workerTemplate: POD}}",
            "spec.leaderWorkerTemplate.workerTemplate",
        ),
        (
            "apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet",
            "{replicatedJobs: [{name: a}, {name: b, template: {spec: {template: POD}}}]}",
            "spec.replicatedJobs.1.template.spec.template",
        ),
        (
            "apiVersion: ray.io/v1\nkind: RayService",
            "{rayClusterConfig: {workerGroupSpecs: [{template: POD}]}}",
            "spec.rayClusterConfig.workerGroupSpecs.0.template",
        ),
        (
            "apiVersion: kubeflow.org/v1\nkind: PyTorchJob",
            "{pytorchReplicaSpecs: {Worker: {template: POD}}}",
            "spec.pytorchReplicaSpecs.Worker.template",
        ),
    ],
)
def test_groups_of_pods_ask_too(head, spec, path):
    pod = "{spec: {containers: [{name: c, image: 'a:1', resources: {limits: {nvidia.com/gpu: 8}}}]}}"
    text = f"{head}\nmetadata: {{name: bert, namespace: prod}}\nspec: {spec.replace('POD', pod)}\n"
    (one,) = gpu_requests(world(text))
    assert ".".join(map(str, one.path)).startswith(f"{path}.spec.containers.0.resources.limits")
