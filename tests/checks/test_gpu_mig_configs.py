"""Configurations of the MIG manager: what it refuses, what it would do otherwise than meant, and what is fine."""

from __future__ import annotations

import pytest
from gpu_examples import config_map, fixes, mig, node, policy, said, together, world

from tritonfleet import checks, yamlio
from tritonfleet.checks.gpu.mig_configs import mig_files

RULES = [f"GPU2{number:02}" for number in range(1, 17)]
SEVENTHS = """\
- device-filter: ["0x20B210DE"]
  devices: all
  mig-enabled: true
  mig-devices: {1g.10gb: 7}
"""


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "entries",
    [
        SEVENTHS,
        SEVENTHS.replace("{1g.10gb: 7}", "{}"),
        SEVENTHS.replace('["0x20B210DE"]', '"0x20b210de"'),
        SEVENTHS.replace("0x20B210DE", "0x20B210DE:0x146310DE"),
        SEVENTHS.replace("{1g.10gb: 7}", "{1g.10gb: 6, 1g.10gb+me: 1}").replace(
            "devices: all", "devices: [0]"
        ),
        SEVENTHS.replace("{1g.10gb: 7}", "{4g.40gb: 1, 3g.40gb: 1}"),
        "[{devices: all, mig-enabled: true, mig-devices: {1g.10gb: 7}}]",
        "[{devices: [0, 1], mig-enabled: false}, {devices: [2], mig-enabled: true, mig-devices: {7g.80gb: 1}}]",
    ],
)
def test_what_the_mig_manager_takes_is_fine(rule, entries):
    assert said(rule, mig(entries)) == []


def test_text_that_only_speaks_of_configurations_is_none():
    text = config_map("README.md", "The key `mig-configs:` holds\n- a list", name="docs")
    assert mig_files(world(text)) == []


def test_text_that_is_no_yaml_is_pointed_at():
    (problem,) = said("GPU201", config_map("config.yaml", "version: v1\nmig-configs:\n  a: [\n"))
    assert problem


def test_a_number_without_quotes_is_written_back():
    assert fixes("GPU206", mig(SEVENTHS.replace('["0x20B210DE"]', "0x20B210DE"))) == [
        'write "0x20B210DE", with quotes'
    ]


@pytest.mark.parametrize("written", ['"20B2"', '"0x20B2"'])
def test_a_device_without_its_vendor_is_completed(written):
    assert fixes("GPU206", mig(SEVENTHS.replace('"0x20B210DE"', written))) == ['write "0x20B210DE"']


def test_gpus_left_whole_need_not_have_mig():
    entries = '[{device-filter: ["0x1FB010DE"], devices: all, mig-enabled: false}]'
    assert said("GPU207", mig(entries)) == []


def test_slices_collide_in_place_though_they_fit_in_number():
    entries = SEVENTHS.replace("{1g.10gb: 7}", "{3g.40gb: 2, 1g.10gb: 1}")
    (message,) = said("GPU205", mig(entries))
    assert message.startswith(
        "configuration `vision`: 3g.40gb: 2, 1g.10gb: 1 cannot be together on A100-80GB"
    )


def test_every_product_of_the_filter_must_hold_the_layout():
    entries = SEVENTHS.replace('["0x20B210DE"]', '["0x20B210DE", "0x20B010DE"]')
    assert said("GPU205", mig(entries)) == [
        "configuration `vision`: 1g.10gb: 7 does not fit on A100-40GB, which holds at most 4 instances of it"
    ]


def test_without_a_filter_the_nodes_that_choose_it_decide():
    everywhere = mig("[{devices: all, mig-enabled: true, mig-devices: {1g.10gb: 7}}]")
    small = node("nvidia.com/mig.config: vision, nvidia.com/gpu.product: NVIDIA-A100-SXM4-40GB")
    large = node("nvidia.com/mig.config: vision, nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB")
    assert said("GPU205", together(everywhere, small))
    assert said("GPU205", together(everywhere, large)) == []


def test_a_profile_of_a_new_product_is_only_doubted():
    text = mig("[{devices: all, mig-enabled: true, mig-devices: {1g.99gb: 7}}]")
    (finding,) = checks.run(yamlio.load_manifests(text, "f"), select=["GPU204"]).findings
    assert finding.severity == "warning"


def test_entries_for_different_products_do_not_meet():
    other = SEVENTHS.replace("0x20B210DE", "0x20B010DE").replace("1g.10gb: 7", "1g.5gb: 7")
    assert said("GPU208", mig(SEVENTHS + other)) == []


def test_the_same_entry_twice_does_the_same():
    assert said("GPU208", mig(SEVENTHS + SEVENTHS)) == []


def test_a_subsystem_is_a_part_of_its_product():
    part = SEVENTHS.replace("0x20B210DE", "0x20B210DE:0x146310DE").replace("1g.10gb: 7", "7g.80gb: 1")
    assert said("GPU208", mig(SEVENTHS + part)) == [
        "configuration `vision`: entries 0 and 1 match the same GPUs"
    ]


def test_the_product_of_a_cut_node_is_seen_below_its_suffix():
    chosen = node("nvidia.com/mig.config: vision, nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB-MIG-1g.10gb")
    assert said("GPU209", together(mig(SEVENTHS), chosen)) == []


def test_a_node_may_go_by_the_mig_managers_own_configurations():
    assert said("GPU211", together(mig(SEVENTHS), node("nvidia.com/mig.config: all-1g.10gb"))) == []


def test_the_configurations_that_the_policy_names_count():
    named = policy("{migManager: {config: {name: mig-5f0c1d2e}}}")
    other = mig(SEVENTHS.replace("vision", "other"), name="mig-old").replace("  vision:", "  old:")
    text = together(mig(SEVENTHS), other, named, node("nvidia.com/mig.config: old"))
    assert said("GPU211", text) == ["there is no MIG configuration `old`"]


def test_the_operators_own_configuration_is_left_alone():
    own = mig(SEVENTHS, name="default-mig-parted-config").replace("  vision:", "  all-1g.10gb:")
    assert said("GPU210", own) == []


def test_a_file_for_the_command_line_may_have_any_key():
    assert said("GPU216", mig(SEVENTHS, key="vision.yaml")) == []


def test_mixed_nodes_may_be_cut_into_anything():
    entries = SEVENTHS.replace("{1g.10gb: 7}", "{3g.40gb: 1, 1g.10gb: 3}")
    chosen = node("nvidia.com/mig.config: vision, nvidia.com/mig.strategy: mixed")
    assert said("GPU213", together(mig(entries), chosen)) == []
