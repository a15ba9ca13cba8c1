"""What a pool advertises and how its nodes are labelled. NVIDIA's own programs judge the same in tests/sharing."""

from __future__ import annotations

import pytest

from tritonfleet.planner.nodes import node_groups
from tritonfleet.planner.pools import describe, offers, place
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import GpuRequest

A100 = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 8}
SLICES = {"1g.10gb": 2, "2g.20gb": 1, "3g.40gb": 1}
TIMES_4 = {"timeSlicing": {"replicas": 4}}
RENAMED = {"timeSlicing": {"replicas": 4, "renameByDefault": True}}


def pool(nodes=1, **gpu) -> Pool:
    return Pool.model_validate({"nodes": nodes, "gpu": A100 | gpu})


def mixed(**how):
    return {"mig": {"strategy": "mixed", **how}}


def single(profile, count):
    return {"mig": {"strategy": "single", "layout": {profile: count}}}


def resources(found: Pool) -> dict[str, int]:
    return {offer.resource: offer.total for offer in offers("pool", found)}


@pytest.mark.parametrize(
    ("sharing", "advertised"),
    [
        ({}, {"nvidia.com/gpu": 8}),
        (TIMES_4, {"nvidia.com/gpu": 32}),
        (RENAMED, {"nvidia.com/gpu.shared": 32}),
        ({"mps": {"replicas": 4}}, {"nvidia.com/gpu": 32}),
        ({"mps": {"replicas": 4, "renameByDefault": True}}, {"nvidia.com/gpu.shared": 32}),
        (single("1g.10gb", 7), {"nvidia.com/gpu": 56}),
        (single("1g.10gb", 7) | TIMES_4, {"nvidia.com/gpu": 224}),
        (
            mixed(layout=SLICES),
            {"nvidia.com/mig-1g.10gb": 16, "nvidia.com/mig-2g.20gb": 8, "nvidia.com/mig-3g.40gb": 8},
        ),
        (mixed(layout={"1g.10gb+me": 1}), {"nvidia.com/mig-1g.10gb.me": 8}),
        (
            mixed(gpus={"0": {"1g.10gb": 7}, "1,2": {"3g.40gb": 2}}),
            {"nvidia.com/gpu": 5, "nvidia.com/mig-1g.10gb": 7, "nvidia.com/mig-3g.40gb": 4},
        ),
        (
            mixed(gpus={"0-1": {"1g.10gb": 7}}) | {"timeSlicing": {"replicas": 4, "slices": {"1g.10gb": 2}}},
            {"nvidia.com/gpu": 24, "nvidia.com/mig-1g.10gb": 28},
        ),
    ],
)
def test_a_node_advertises(sharing, advertised):
    assert resources(pool(**sharing)) == advertised


@pytest.mark.parametrize(
    ("sharing", "label"),
    [
        ({}, "NVIDIA-A100-SXM4-80GB"),
        (TIMES_4, "NVIDIA-A100-SXM4-80GB-SHARED"),
        (RENAMED, "NVIDIA-A100-SXM4-80GB"),
        (single("1g.10gb", 7), "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb"),
        (single("1g.10gb", 7) | TIMES_4, "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb-SHARED"),
        (mixed(layout={"1g.10gb": 7}), "NVIDIA-A100-SXM4-80GB"),
        (mixed(gpus={"0": {"1g.10gb": 7}}) | TIMES_4, "NVIDIA-A100-SXM4-80GB-SHARED"),
    ],
)
def test_a_node_is_labelled(sharing, label):
    (group,) = node_groups("pool", pool(**sharing))
    assert group.product == label


def test_nodes_cut_differently_are_groups_of_their_own():
    cut = pool(nodes=3, **mixed(nodes={"0,2": {"0-7": {"1g.10gb": 7}}}))
    first, second = node_groups("a100", cut)
    assert (first.name, [*first.nodes], first.resources) == ("a100-1", [0, 2], {"nvidia.com/mig-1g.10gb": 56})
    assert (second.name, [*second.nodes], second.resources) == ("a100-2", [1], {"nvidia.com/gpu": 8})


@pytest.mark.parametrize("sharing", [single("1g.10gb", 7), TIMES_4])
def test_a_whole_gpu_is_not_to_be_had_where_gpus_are_cut_or_shared(sharing):
    assert place(GpuRequest(count=1), "pool", pool(**sharing)) is None


@pytest.mark.parametrize(
    ("request_", "sharing", "resource"),
    [
        ({"slice": "1g.10gb"}, mixed(layout={"1g.10gb": 7}), "nvidia.com/mig-1g.10gb"),
        ({"slice": "1g.10gb"}, single("1g.10gb", 7), "nvidia.com/gpu"),
        ({"share": 4}, RENAMED, "nvidia.com/gpu.shared"),
        ({"share": 4}, {"mps": {"replicas": 4}}, "nvidia.com/gpu"),
        (
            {"slice": "1g.10gb", "share": 2},
            mixed(layout={"1g.10gb": 7})
            | {"timeSlicing": {"slices": {"1g.10gb": 2}, "renameByDefault": True}},
            "nvidia.com/mig-1g.10gb.shared",
        ),
    ],
)
def test_a_request_gets_the_resource_that_the_pool_advertises_for_it(request_, sharing, resource):
    placement = place(GpuRequest.model_validate(request_), "pool", pool(**sharing))
    assert placement is not None
    assert placement.resource == resource


def test_a_slice_that_is_shared_is_not_to_be_had_alone():
    shared = pool(**mixed(layout={"1g.10gb": 7}), timeSlicing={"slices": {"1g.10gb": 2}})
    assert place(GpuRequest(slice="1g.10gb"), "pool", shared) is None


def test_a_pool_serves_only_requests_of_its_own_allocation():
    by_claims = pool(allocation="dra")
    assert place(GpuRequest(count=1), "pool", by_claims) is None
    assert place(GpuRequest(count=1, allocation="dra"), "pool", by_claims)


def test_the_pool_has_what_its_nodes_have_together():
    placement = place(GpuRequest(slice="1g.10gb"), "pool", pool(nodes=3, **mixed(layout={"1g.10gb": 7})))
    assert placement is not None
    assert placement.capacity == 3 * 8 * 7


def test_an_offer_is_told_as_a_person_asks_for_it():
    assert describe("pool", pool(**RENAMED)) == "share 4 (nvidia.com/gpu.shared)"
    assert describe("pool", Pool.model_validate({"nodes": 1})) == "no GPU"


@pytest.mark.parametrize(("count", "pods"), [(1, 24), (2, 12), (3, 6), (5, 3), (8, 3), (9, 0)])
def test_all_gpus_of_a_pod_are_counted_on_one_node(count, pods):
    placement = place(GpuRequest(count=count), "pool", pool(nodes=3))
    assert placement is not None
    assert placement.pods == pods


def test_a_choice_of_the_plan_for_whole_gpus_is_a_request_for_whole_gpus():
    placement = place(GpuRequest(count=2, planned=True), "pool", pool())
    assert placement is not None
    assert (placement.resource, placement.count) == ("nvidia.com/gpu", 2)
