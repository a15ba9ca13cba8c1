"""How a cluster's GPUs are shared: what the device plugin is told, and by whom."""

from __future__ import annotations

import pytest
from gpu_clusters import L40S, cluster, clusters, mixed, pool, single
from hypothesis import given, settings

from tritonfleet.charts.device_plugin import DevicePlugin
from tritonfleet.emit.gpu.device_plugin import device_plugin_config_of, device_plugin_configs
from tritonfleet.emit.gpu.groups import common_strategy, gpu_groups, is_configured
from tritonfleet.spec.cluster import Cluster

FOUR = {"replicas": 4}


def sharing_of(found, name):
    return device_plugin_configs(found)[name]["sharing"]


def configs_of(found):
    strategy = common_strategy(found)
    return [device_plugin_config_of(group, strategy) for group in gpu_groups(found)]


def test_whole_gpus_need_no_configuration():
    assert not is_configured(cluster(whole=pool()))


def test_whoever_says_who_configures_the_gpus_has_whole_ones_told_so():
    assert is_configured(cluster({"installedBy": "gpu-operator"}, whole=pool()))
    assert not is_configured(
        Cluster.model_validate({"kubernetes": "1.36", "pools": {"cpu": {"nodes": 1}}, "gpuStack": {}})
    )


def test_nodes_that_share_nothing_have_the_default():
    found = cluster(vision=pool(mig=single("1g.10gb", 7)), whole=pool())
    assert device_plugin_configs(found) == {"default": {"flags": {"migStrategy": "single"}}}
    assert configs_of(found) == ["default", "default"]


def test_time_slicing_names_what_is_shared_and_how_often():
    found = cluster(shared=pool(timeSlicing=FOUR))
    assert device_plugin_configs(found)["shared"] == {
        "flags": {"migStrategy": "none"},
        "sharing": {
            "timeSlicing": {
                "renameByDefault": False,
                "failRequestsGreaterThanOne": True,
                "resources": [{"name": "nvidia.com/gpu", "replicas": 4}],
            }
        },
    }
    assert configs_of(found) == ["shared"]


def test_shares_are_renamed_by_a_flag_and_keep_their_name_in_the_list():
    sharing = sharing_of(cluster(shared=pool(timeSlicing=FOUR | {"renameByDefault": True})), "shared")
    assert sharing["timeSlicing"]["renameByDefault"] is True
    assert sharing["timeSlicing"]["resources"] == [{"name": "nvidia.com/gpu", "replicas": 4}]


def test_slices_under_mixed_are_shared_by_the_name_of_their_profile():
    slicing = {"slices": {"1g.10gb+me": 2}, "replicas": 4}
    found = cluster(both=pool(mig=mixed(gpus={"0": {"1g.10gb+me": 1}}), timeSlicing=slicing))
    assert sharing_of(found, "both")["timeSlicing"]["resources"] == [
        {"name": "nvidia.com/gpu", "replicas": 4},
        {"name": "nvidia.com/mig-1g.10gb.me", "replicas": 2},
    ]


def test_slices_under_single_are_shared_as_gpus():
    found = cluster(both=pool(mig=single("1g.10gb", 7), timeSlicing=FOUR))
    assert sharing_of(found, "both")["timeSlicing"]["resources"] == [
        {"name": "nvidia.com/gpu", "replicas": 4}
    ]


def test_requests_above_one_may_be_let_through():
    lenient = FOUR | {"failRequestsGreaterThanOne": False}
    sharing = sharing_of(cluster(shared=pool(timeSlicing=lenient)), "shared")
    assert sharing["timeSlicing"]["failRequestsGreaterThanOne"] is False


def test_mps_refuses_requests_above_one_as_every_version_of_the_plugin_does():
    sharing = sharing_of(cluster(shared=pool(mps=FOUR)), "shared")
    assert list(sharing) == ["mps"]
    assert sharing["mps"]["failRequestsGreaterThanOne"] is True


MIXED = pool(mig=mixed(layout={"1g.10gb": 7}))
SINGLE = pool(mig=single("1g.10gb", 7))


@pytest.mark.parametrize(
    ("pools", "strategy"),
    [
        ({"a": pool(L40S)}, "none"),
        ({"a": MIXED, "b": pool(L40S)}, "mixed"),
        ({"a": SINGLE, "b": pool(L40S, mps=FOUR)}, "single"),
        ({"a": SINGLE, "b": MIXED}, ""),
        ({"a": MIXED, "b": pool(L40S, mps=FOUR)}, ""),
    ],
)
def test_the_cluster_has_a_strategy_where_one_fits_all_nodes(pools, strategy):
    assert common_strategy(cluster(**pools)) == strategy


def test_where_strategies_differ_each_pool_brings_its_own():
    found = cluster(a=SINGLE, b=MIXED, c=pool(L40S))
    assert configs_of(found) == ["a", "b", "default"]
    flags = {name: config["flags"]["migStrategy"] for name, config in device_plugin_configs(found).items()}
    assert flags == {"default": "none", "a": "single", "b": "mixed"}


def test_a_pool_of_dra_is_not_the_plugins_business():
    found = cluster(
        claims=pool(allocation="dra", mig=mixed(layout={"1g.10gb": 7})), shared=pool(timeSlicing=FOUR)
    )
    assert list(device_plugin_configs(found)) == ["default", "shared"]
    assert common_strategy(found) == "none"


@settings(deadline=None, derandomize=True)
@given(clusters)
def test_every_configuration_is_valid_and_there_for_each_node(drawn):
    configs = device_plugin_configs(drawn)
    DevicePlugin.model_validate({"configs": configs})
    assert {*configs_of(drawn)} <= {*configs}
