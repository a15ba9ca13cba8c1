"""What a pool advertises, by product, MIG strategy, layout and sharing (NVIDIA/k8s-device-plugin's own naming)."""

from __future__ import annotations

import pytest

from tritonfleet.planner.pools import capacity, offers, place, product_label
from tritonfleet.spec.cluster import Pool
from tritonfleet.spec.gpu import GpuRequest, PoolGpu

A100 = {"product": "NVIDIA-A100-SXM4-80GB", "perNode": 8}


def gpu(**sharing) -> PoolGpu:
    return PoolGpu.model_validate(A100 | sharing)


def mig(strategy, **layout):
    return {"mig": {"strategy": strategy, "layout": {key.replace("_", "."): n for key, n in layout.items()}}}


@pytest.mark.parametrize(
    ("sharing", "advertised"),
    [
        ({}, {"nvidia.com/gpu": 8}),
        ({"timeSlicing": {"replicas": 4}}, {"nvidia.com/gpu": 32}),
        ({"timeSlicing": {"replicas": 4, "renameByDefault": True}}, {"nvidia.com/gpu.shared": 32}),
        (mig("single", **{"1g_10gb": 7}), {"nvidia.com/gpu": 56}),
        (
            mig("mixed", **{"1g_10gb": 2, "2g_20gb": 1, "3g_40gb": 1}),
            {"nvidia.com/mig-1g.10gb": 16, "nvidia.com/mig-2g.20gb": 8, "nvidia.com/mig-3g.40gb": 8},
        ),
    ],
)
def test_a_node_advertises(sharing, advertised):
    assert {offer.resource: offer.per_node for offer in offers(gpu(**sharing))} == advertised


@pytest.mark.parametrize(
    ("sharing", "label"),
    [
        ({}, "NVIDIA-A100-SXM4-80GB"),
        ({"timeSlicing": {"replicas": 2}}, "NVIDIA-A100-SXM4-80GB-SHARED"),
        ({"timeSlicing": {"replicas": 2, "renameByDefault": True}}, "NVIDIA-A100-SXM4-80GB"),
        (mig("single", **{"1g_10gb": 7}), "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb"),
        (mig("mixed", **{"1g_10gb": 7}), "NVIDIA-A100-SXM4-80GB"),
    ],
)
def test_a_node_is_labelled(sharing, label):
    assert product_label(gpu(**sharing)) == label


def test_a_whole_gpu_is_not_to_be_had_where_gpus_are_cut_or_shared():
    for sharing in (mig("single", **{"1g_10gb": 7}), {"timeSlicing": {"replicas": 4}}):
        pool = Pool.model_validate({"nodes": 1, "gpu": A100 | sharing})
        assert place(GpuRequest(count=1), "pool", pool) is None


def test_the_pool_has_what_its_nodes_have_together():
    pool = Pool.model_validate({"nodes": 3, "gpu": A100 | mig("mixed", **{"1g_10gb": 7})})
    placement = place(GpuRequest(slice="1g.10gb"), "pool", pool)
    assert placement is not None
    assert capacity(placement) == 3 * 8 * 7
