"""What a container gets from NVIDIA's device plugin 0.19.3 when it asks for shared GPUs."""

from __future__ import annotations

import pytest

from sharing.plugin_configs import GPU, plugin_config
from support.gpu_models import A100_80GB
from support.nvidia import Node, allocate

pytestmark = pytest.mark.usefixtures("real_programs")

ONE_GPU = Node.of(A100_80GB)
TOO_MANY = "maximum request size for shared resources is 1; found 2"


def test_one_share_is_the_whole_gpus_uuid():
    given = allocate(plugin_config(time_slicing={GPU: 4}), ONE_GPU, GPU, 1)
    assert given.envs["NVIDIA_VISIBLE_DEVICES"].startswith("GPU-")


def test_two_shares_may_be_the_same_gpu():
    given = allocate(plugin_config(time_slicing={GPU: 4}), ONE_GPU, GPU, 2)
    assert "," not in given.envs["NVIDIA_VISIBLE_DEVICES"]


@pytest.mark.parametrize("renamed", [False, True])
def test_fail_requests_greater_than_one_refuses_two_shares(renamed):
    config = plugin_config(time_slicing={GPU: 4}, failRequestsGreaterThanOne=True, renameByDefault=renamed)
    assert TOO_MANY in (allocate(config, ONE_GPU, f"{GPU}.shared" if renamed else GPU, 2).error or "")


def test_fail_requests_greater_than_one_grants_one_share():
    config = plugin_config(time_slicing={GPU: 4}, failRequestsGreaterThanOne=True)
    assert allocate(config, ONE_GPU, GPU, 1).error is None


def test_two_whole_gpus_are_granted_beside_shared_instances():
    config = plugin_config(
        "mixed", time_slicing={"nvidia.com/mig-1g.10gb": 2}, failRequestsGreaterThanOne=True
    )
    assert allocate(config, Node.of(A100_80GB, A100_80GB, A100_80GB.cut("1g.10gb")), GPU, 2).error is None


def test_mps_refuses_two_shares_even_when_told_not_to():
    config = plugin_config(mps={GPU: 4}, failRequestsGreaterThanOne=False)
    assert TOO_MANY in (allocate(config, ONE_GPU, GPU, 2).error or "")


def test_mps_mounts_the_resources_own_control_pipe():
    given = allocate(plugin_config(mps={GPU: 4}), ONE_GPU, GPU, 1)
    pipe = given.envs["CUDA_MPS_PIPE_DIRECTORY"]
    assert given.mounts[pipe] == "/run/nvidia/mps/nvidia.com/gpu/pipe"


def test_an_instance_is_given_by_its_mig_uuid():
    given = allocate(plugin_config("single"), Node.of(A100_80GB.cut("7g.80gb")), GPU, 1)
    assert given.envs["NVIDIA_VISIBLE_DEVICES"].startswith("MIG-")
