"""Configurations of the device plugin: what it drops or refuses, and what is fine."""

from __future__ import annotations

import pytest
from gpu_examples import config_map, deployment, fixes, node, policy, said, together, undecided, world

from tritonfleet import checks, yamlio
from tritonfleet.checks.facts import Facts
from tritonfleet.checks.gpu.plugin_configs import plugin_configs

RULES = [f"GPU3{number:02}" for number in range(1, 16)]
SHARED = """\
version: v1
flags: {migStrategy: none}
sharing:
  timeSlicing:
    failRequestsGreaterThanOne: true
    resources:
    - {name: nvidia.com/gpu, replicas: 4}
"""
MPS = SHARED.replace("timeSlicing", "mps")


def config(text: str = SHARED, key: str = "shared", **more: str) -> str:
    return config_map(key, text, **more)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "text",
    [
        SHARED,
        SHARED.replace("version: v1\n", ""),
        SHARED.replace("nvidia.com/gpu,", "gpu,"),
        SHARED.replace("nvidia.com/gpu,", "nvidia.com/mig-1g.10gb,").replace("none", "mixed"),
        SHARED.replace("nvidia.com/gpu,", "nvidia.com/mig-1g.10gb,").replace("{migStrategy: none}", "{}"),
        MPS,
        MPS.replace("none", "single"),
        "flags: {migStrategy: mixed, gfd: {sleepInterval: 60}}\n",
        "flags: {migStrategy: mixed, plugin: {deviceListStrategy: [envvar, cdi-cri]}}\n",
        "flags: {migStrategy: none, failOnInitError: false}\nimex: {channelIDs: [0], required: true}\n",
        "version: v1\nsharing: {}\n",
    ],
)
def test_what_the_device_plugin_takes_is_fine(rule, text):
    assert said(rule, config(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "devicePlugin:\n  config: {default: shared}\nflags: {migStrategy: none}\n",
        "timeSlicing and MPS share GPUs\n",
        "# migStrategy is chosen elsewhere\na: 1\n",
    ],
)
def test_other_texts_are_no_configuration(text):
    assert plugin_configs(world(config(text))) == []


def test_text_that_is_no_yaml_is_pointed_at():
    assert said("GPU301", config("version: v1\nflags: {migStrategy: none\n"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("migstrategy", "did you mean `migStrategy`?"),
        ("failRequestsGreaterThanOne", "move it to sharing.timeSlicing or sharing.mps"),
        ("deviceListStrategy", "move it to flags.plugin"),
        ("sharing", "move it to the top"),
    ],
)
def test_a_dropped_key_is_told_its_place(wrong, right):
    assert fixes("GPU302", config(f"version: v1\nflags: {{migStrategy: none, {wrong}: x}}\n")) == [right]


def test_each_wrong_value_is_named_once():
    text = "flags: {migStrategy: both, failOnInitError: 'no', plugin: {deviceListStrategy: [mounts]}}\n"
    assert [message.partition(",")[0] for message in said("GPU303", config(text))] == [
        "`flags.migStrategy` is `both`",
        "`flags.failOnInitError` is `no`",
        "`flags.plugin.deviceListStrategy` is `['mounts']`",
        "`flags.plugin.deviceListStrategy.0` is `mounts`",
    ]


@pytest.mark.parametrize(
    "entry", ["{name: nvidia.com/gpu}", "{replicas: 4}", "{name: nvidia.com/gpu, replicas: four}"]
)
def test_an_entry_says_what_is_shared_and_by_how_many(entry):
    text = SHARED.replace("{name: nvidia.com/gpu, replicas: 4}", entry)
    assert len(said("GPU304", config(text))) == 1


def test_sharing_without_resources_is_refused():
    assert said(
        "GPU304", config("flags: {migStrategy: none}\nsharing: {timeSlicing: {resources: []}}\n")
    ) == ["`timeSlicing` has no resources"]


def test_slices_of_one_kind_are_whole_for_mps_only_by_their_own_name():
    assert said("GPU307", config(MPS.replace("nvidia.com/gpu,", "nvidia.com/mig-1g.10gb,"))) == [
        "MPS does not share `nvidia.com/mig-1g.10gb`: it is a MIG slice"
    ]


def test_a_rename_to_the_usual_name_is_what_happens():
    text = SHARED.replace("timeSlicing:", "timeSlicing:\n    renameByDefault: true").replace(
        "replicas: 4", "replicas: 4, rename: nvidia.com/gpu.shared"
    )
    assert said("GPU311", config(text)) == []


def test_the_names_of_shares_are_not_shared():
    assert said("GPU309", config(SHARED.replace("nvidia.com/gpu,", "nvidia.com/gpu.shared,"))) == [
        "`nvidia.com/gpu.shared` is what shares are called; an entry has the name of the device"
    ]


def test_a_node_may_choose_where_nobody_says_what_there_is():
    assert said("GPU312", node("nvidia.com/device-plugin.config: shared")) == []


def test_a_node_chooses_from_the_config_map_that_the_policy_names():
    old = config(key="old", name="device-plugin-old")
    named = policy("{devicePlugin: {config: {name: gpu-5f0c1d2e, default: shared}}}")
    text = together(config(), old, named, node("nvidia.com/device-plugin.config: old"))
    assert said("GPU312", text) == ["there is no configuration `old`"]


def test_several_shares_under_mps_need_a_plugin_that_gives_them():
    text = config(MPS.replace("GreaterThanOne: true", "GreaterThanOne: false"))
    assert undecided("GPU314", text)
    assert not undecided("GPU314", config(MPS))
    assert said("GPU314", text, Facts(versions={"device-plugin": "v0.20.0"})) == []


def test_shares_and_whole_gpus_of_different_configurations_may_have_different_names():
    renamed = SHARED.replace("timeSlicing:", "timeSlicing:\n    renameByDefault: true")
    slices = SHARED.replace("nvidia.com/gpu,", "nvidia.com/mig-1g.10gb,")
    assert said("GPU315", together(config(renamed), config(slices, key="slices", name="other"))) == []


def test_a_request_for_two_shares_is_an_error_where_it_is_refused():
    renamed = SHARED.replace("timeSlicing:", "timeSlicing:\n    renameByDefault: true")
    text = together(config(renamed), deployment("{limits: {nvidia.com/gpu.shared: 2}}"))
    (finding,) = checks.run(yamlio.load_manifests(text, "f"), select=["GPU113"]).findings
    assert finding.severity == "error"


def test_what_is_wrong_is_found_in_its_line():
    text = config(SHARED.replace("replicas: 4", "replicas: 1"))
    (finding,) = checks.run(yamlio.load_manifests(text, "f"), select=["GPU304"]).findings
    lines = text.splitlines()
    assert finding.location
    assert "replicas: 1" in lines[finding.location.line - 1]
