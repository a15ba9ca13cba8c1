"""How a cluster's GPUs are cut: what mig-parted is told."""

from __future__ import annotations

import pytest
from gpu_clusters import A100_40, A100_80, L40S, cluster, clusters, mixed, pool, single
from hypothesis import given, settings

from tritonfleet.charts.mig_parted import MigParted
from tritonfleet.emit.gpu.groups import gpu_groups
from tritonfleet.emit.gpu.mig_parted import mig_config_of, mig_parted_configs

FILTERS_80 = ["0x20B210DE", "0x20B510DE", "0x20F310DE", "0x20F510DE"]


def cut(devices, layout):
    return {"device-filter": FILTERS_80, "devices": devices, "mig-enabled": True, "mig-devices": layout}


def test_a_pool_cut_alike_is_one_entry_for_all_its_gpus():
    configs = mig_parted_configs(cluster(vision=pool(mig=single("1g.10gb", 7))))
    assert configs["vision"] == [cut("all", {"1g.10gb": 7})]


def test_gpus_cut_differently_are_entries_by_index_and_whole_ones_are_said_to_be():
    layouts = {"0-1": {"1g.10gb": 7}, "4": {"3g.40gb": 2}}
    configs = mig_parted_configs(cluster(vision=pool(mig=mixed(gpus=layouts))))
    assert configs["vision"] == [
        cut([0, 1], {"1g.10gb": 7}),
        {"device-filter": FILTERS_80, "devices": [2, 3, 5, 6, 7], "mig-enabled": False},
        cut([4], {"3g.40gb": 2}),
    ]


def test_nodes_of_a_pool_cut_differently_have_a_configuration_each():
    layouts = {"0": {"0-7": {"1g.10gb": 7}}, "1-2": {"0-7": {"7g.80gb": 1}}}
    found = cluster(vision=pool(nodes=3, names="a b c", mig=mixed(nodes=layouts)))
    configs = mig_parted_configs(found)
    assert configs["vision-1"] == [cut("all", {"1g.10gb": 7})]
    assert configs["vision-2"] == [cut("all", {"7g.80gb": 1})]
    assert [mig_config_of(group) for group in gpu_groups(found)] == ["vision-1", "vision-2"]


def test_uniform_configurations_bear_nvidias_names():
    configs = mig_parted_configs(cluster(vision=pool(mig=single("1g.10gb", 7))))
    assert configs["all-disabled"] == [{"devices": "all", "mig-enabled": False}]
    assert configs["all-3g.40gb"] == [cut("all", {"3g.40gb": 2})]
    assert configs["all-1g.10gb.me"] == [cut("all", {"1g.10gb+me": 1})]


def test_a_profile_name_of_two_products_is_an_entry_for_each():
    pools = {"small": pool(A100_40, mig=single("1g.10gb", 4)), "large": pool(A100_80)}
    entries = mig_parted_configs(cluster(**pools))["all-1g.10gb"]
    assert [entry["mig-devices"] for entry in entries] == [{"1g.10gb": 4}, {"1g.10gb": 7}]
    assert entries[1]["device-filter"] == FILTERS_80
    assert not {*entries[0]["device-filter"]} & {*FILTERS_80}


def test_a_product_that_the_catalogue_does_not_know_has_no_filter():
    configs = mig_parted_configs(cluster(new=pool("NVIDIA-NEXT", mig=single("1g.10gb", 7))))
    assert configs["new"] == [{"devices": "all", "mig-enabled": True, "mig-devices": {"1g.10gb": 7}}]


def test_without_mig_there_is_nothing_to_configure():
    assert mig_parted_configs(cluster(shared=pool(timeSlicing={"replicas": 4}))) == {}


@pytest.mark.parametrize(("product", "config"), [(A100_80, "all-disabled"), (L40S, None)])
def test_whole_gpus_are_cut_no_more_if_they_ever_could_be(product, config):
    whole = gpu_groups(cluster(whole=pool(product)))[0]
    assert mig_config_of(whole) == config


@settings(deadline=None, derandomize=True)
@given(clusters)
def test_every_configuration_is_valid_and_means_each_gpu_once(drawn):
    configs = mig_parted_configs(drawn)
    MigParted.model_validate({"configs": configs})
    for group in gpu_groups(drawn):
        if group.is_cut:
            for index, layout in enumerate(group.layouts):
                (entry,) = [e for e in configs[group.name] if e["devices"] == "all" or index in e["devices"]]
                assert entry.get("mig-devices", {}) == layout
