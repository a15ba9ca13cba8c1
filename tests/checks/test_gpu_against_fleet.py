"""ConfigMaps that do otherwise than the fleet says are found; those that do the same in other words are fine."""

from __future__ import annotations

import pytest
from gpu_examples import config_map, mig, said, together

from tritonfleet.checks.facts import Facts, NodeFacts

CUT = NodeFacts(
    1,
    {"nvidia.com/mig-1g.10gb": 14, "nvidia.com/gpu": 1},
    {"nvidia.com/mig.config": "vision", "nvidia.com/gpu.count": "3", "nvidia.com/mig-1g.10gb.count": "14"},
    pool="a100",
    product="A100-80GB",
)
SHARED = NodeFacts(
    1,
    {"nvidia.com/gpu.shared": 8},
    {"nvidia.com/device-plugin.config": "shared", "nvidia.com/gpu.replicas": "4"},
    pool="l40s",
)
PLUGIN = """\
version: v1
flags: {migStrategy: mixed}
sharing:
  timeSlicing:
    renameByDefault: true
    resources:
    - {name: gpu, replicas: 4}
    - {name: nvidia.com/mig-1g.10gb, replicas: 2}
"""


def facts(*groups: NodeFacts) -> Facts:
    return Facts(nodes=groups)


@pytest.mark.parametrize(
    "entries",
    [
        "[{devices: [0, 1], mig-enabled: true, mig-devices: {1g.10gb: 7}}, {devices: [2], mig-enabled: false}]",
        "[{devices: [0, 1], mig-enabled: true, mig-devices: {1g.10gb: 7, 7g.80gb: 0}}]",
        """\
        - {device-filter: "0x20B210DE", devices: [0, 2], mig-enabled: true, mig-devices: {1g.10gb: 7}}
        - {device-filter: "0x233010DE", devices: all, mig-enabled: true, mig-devices: {1g.10gb: 7}}
        """,
    ],
)
def test_the_same_cut_in_other_words(entries):
    assert said("GPU218", mig(entries), facts(CUT)) == []


def test_a_gpu_more_is_told():
    assert said(
        "GPU218", mig("[{devices: all, mig-enabled: true, mig-devices: {1g.10gb: 7}}]"), facts(CUT)
    ) == ["configuration `vision` makes 21 1g.10gb on a node, and nodes of pool a100 have 14 1g.10gb"]


def test_without_a_fleet_a_new_cut_may_be_on_its_way():
    entries = "[{devices: all, mig-enabled: true, mig-devices: {1g.10gb: 7}}]"
    assert said("GPU218", mig(entries)) == []


def test_manifests_without_configurations_say_nothing_of_them():
    assert said("GPU218", "", facts(CUT)) == []
    assert said("GPU316", "", facts(SHARED)) == []


def test_a_configuration_that_nodes_choose_is_missed():
    text = mig("[{devices: all, mig-enabled: false}]").replace("  vision:", "  visoin:")
    assert said("GPU218", text, facts(CUT)) == [
        "there is no configuration `vision`, which nodes of pool a100 choose"
    ]


def test_entries_for_resources_of_other_nodes_do_no_harm():
    assert said("GPU316", config_map("shared", PLUGIN), facts(SHARED)) == []


def test_nodes_that_are_not_cut_do_not_care_for_the_strategy():
    assert said("GPU316", config_map("shared", PLUGIN.replace("mixed", "single")), facts(SHARED)) == []


def test_configurations_of_other_nodes_may_be_there():
    text = together(config_map("shared", PLUGIN), config_map("more", PLUGIN.replace("4", "8"), name="more"))
    assert said("GPU316", text, facts(SHARED)) == []
