"""What NVIDIA's device plugin 0.19.3 makes of its configuration file: little is refused, much is dropped."""

from __future__ import annotations

import pytest

from sharing.plugin_configs import GPU, plugin_config
from support.gpu_models import A100_80GB
from support.nvidia import Node, Refused, advertised, lost_keys, parse_config

pytestmark = pytest.mark.usefixtures("real_programs")

SLICED = "sharing: {timeSlicing: {resources: [%s]}}"


def test_the_understood_configuration_is_returned_with_its_defaults():
    config = parse_config(plugin_config("mixed", time_slicing={GPU: 4}))
    assert (config["flags"]["migStrategy"], config["flags"]["failOnInitError"]) == ("mixed", True)
    assert config["sharing"]["timeSlicing"]["resources"] == [{"name": GPU, "devices": "all", "replicas": 4}]


def test_mps_always_refuses_requests_greater_than_one():
    config = parse_config(plugin_config(mps={GPU: 4}, failRequestsGreaterThanOne=False))
    assert config["sharing"]["mps"]["failRequestsGreaterThanOne"] is True


def test_a_resource_name_without_prefix_gets_nvidias():
    config = parse_config(SLICED % "{name: gpu, replicas: 2}")
    assert config["sharing"]["timeSlicing"]["resources"][0]["name"] == GPU


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("version: v2", "unknown version: v2"),
        ("flags: {migStrategy: several}", "unknown MIG strategy: several"),
        (SLICED % "", "no resources specified"),
        ("sharing: {timeSlicing: {renameByDefault: true}}", "no resources specified"),
        (SLICED % "{replicas: 2}", "no resource name specified"),
        (SLICED % "{name: nvidia.com/gpu}", "no replicas specified"),
        (SLICED % "{name: nvidia.com/gpu, replica: 2}", "no replicas specified"),
        (SLICED % "{name: nvidia.com/gpu, replicas: 1}", "number of replicas must be >= 2"),
        (
            SLICED % "{name: nvidia.com/gpu, replicas: 2, devices: some}",
            "the only valid string input is 'all'",
        ),
        (SLICED % "{name: nvidia.com/GPU, replicas: 2}", "incorrect format for resource name"),
        (SLICED % f"{{name: nvidia.com/{'a' * 53}, replicas: 2}}", "must be 63 characters or less"),
        ("flags: {plugin: {deviceListStrategy: cdi}}", "invalid strategy: cdi"),
    ],
)
def test_the_plugin_refuses(config, reason):
    with pytest.raises(Refused, match=reason):
        parse_config(config)


def test_no_key_of_a_right_configuration_is_lost():
    assert lost_keys(plugin_config("mixed", time_slicing={GPU: 2}, failRequestsGreaterThanOne=False)) == []


@pytest.mark.parametrize(
    ("config", "lost"),
    [
        ("flags: {renameByDefault: false}", ["flags.renameByDefault"]),  # NVIDIA/k8s-device-plugin#1433
        ("flags: {deviceListStrategy: cdi-cri}", ["flags.deviceListStrategy"]),
        ("flags: {gfd: {sleepIntervall: 30s, oneshot: false}}", ["flags.gfd.sleepIntervall"]),
        ("flag: {migStrategy: mixed}", ["flag.migStrategy"]),
        (
            SLICED % "{name: nvidia.com/gpu, replicas: 2, failRequestsGreaterThanOne: true}",
            ["sharing.timeSlicing.resources.failRequestsGreaterThanOne"],
        ),
    ],
)
def test_a_misspelt_or_misplaced_key_is_dropped_without_a_word(config, lost):
    assert (lost_keys(config), advertised(config, Node()).warnings) == (lost, ())


@pytest.mark.parametrize(
    ("config", "warning"),
    [
        (
            SLICED % "{name: nvidia.com/gpu, replicas: 2, rename: nvidia.com/mine}",
            "Setting the 'rename' field",
        ),
        (SLICED % "{name: nvidia.com/gpu, replicas: 2, devices: 1}", "Customizing the 'devices' field"),
        ("resources: {gpus: [{pattern: '*', name: mine}]}", "Customizing the 'resources' field"),
    ],
)
def test_what_is_not_supported_yet_is_ignored_with_a_warning(config, warning):
    (warned,) = advertised(config, Node()).warnings
    assert warned.startswith(warning)


def test_naming_some_devices_shares_all_of_them():
    config = SLICED % "{name: nvidia.com/gpu, replicas: 3, devices: [0]}"
    assert advertised(config, Node.of(A100_80GB, A100_80GB)).resources == {GPU: 6}
