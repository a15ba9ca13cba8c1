"""What NVIDIA's device plugin 0.19.3 registers with the kubelet, by MIG strategy, layout and sharing."""

from __future__ import annotations

import pytest

from sharing.plugin_configs import GPU, plugin_config
from support.gpu_models import A30, A100_80GB, H200, L4, RTX_PRO_6000
from support.nvidia import Node, advertised

pytestmark = pytest.mark.usefixtures("real_programs")

WHOLE = Node((A100_80GB,) * 8)
UNIFORM = Node((A100_80GB.cut(*["1g.10gb"] * 7),) * 2)
SEVERAL = Node((A100_80GB.cut("3g.40gb", "2g.20gb", "1g.10gb", "1g.10gb"),) * 2)
HALF_CUT = Node.of(A100_80GB, A100_80GB.cut(*["1g.10gb"] * 7))
HALF_EMPTY = Node.of(A100_80GB.cut(*["1g.10gb"] * 7), A100_80GB.cut())
THREE_OF_EIGHT = Node.of(
    A100_80GB.cut(*["1g.10gb"] * 7),
    A100_80GB.cut("3g.40gb", "3g.40gb"),
    A100_80GB.cut("2g.20gb", "2g.20gb", "2g.20gb", "1g.10gb"),
    *[A100_80GB] * 5,
)
TWO_OF_EIGHT = Node.of(A100_80GB.cut(*["1g.10gb"] * 7), A100_80GB.cut("3g.40gb", "3g.40gb"), *[A100_80GB] * 6)

PLAIN = plugin_config()
SLICED = plugin_config(time_slicing={GPU: 4})
RENAMED = plugin_config(time_slicing={GPU: 4}, renameByDefault=True)
MPS = plugin_config(mps={GPU: 4})
MIG_1G, MIG_2G, MIG_3G = (f"nvidia.com/mig-{profile}" for profile in ("1g.10gb", "2g.20gb", "3g.40gb"))


def single(**sharing) -> str:
    return plugin_config("single", **sharing)


def mixed(**sharing) -> str:
    return plugin_config("mixed", **sharing)


@pytest.mark.parametrize(
    ("config", "node", "resources"),
    [
        pytest.param(PLAIN, WHOLE, {GPU: 8}, id="none-whole"),
        pytest.param(SLICED, WHOLE, {GPU: 32}, id="none-whole-sliced"),
        pytest.param(RENAMED, WHOLE, {f"{GPU}.shared": 32}, id="none-whole-sliced-renamed"),
        pytest.param(MPS, WHOLE, {GPU: 32}, id="none-whole-mps"),
        pytest.param(
            plugin_config(mps={GPU: 4}, renameByDefault=True),
            WHOLE,
            {f"{GPU}.shared": 32},
            id="none-whole-mps-renamed",
        ),
        pytest.param(PLAIN, SEVERAL, {GPU: 2}, id="none-sees-no-instances"),
        pytest.param(single(), WHOLE, {GPU: 8}, id="single-whole"),
        pytest.param(single(), UNIFORM, {GPU: 14}, id="single-uniform"),
        pytest.param(single(time_slicing={GPU: 4}), UNIFORM, {GPU: 56}, id="single-uniform-sliced"),
        pytest.param(
            single(time_slicing={GPU: 4}, renameByDefault=True),
            UNIFORM,
            {f"{GPU}.shared": 56},
            id="single-uniform-sliced-renamed",
        ),
        pytest.param(mixed(), WHOLE, {GPU: 8}, id="mixed-whole"),
        pytest.param(mixed(), Node.of(L4, L4), {GPU: 2}, id="mixed-not-mig-capable"),
        pytest.param(mixed(), UNIFORM, {MIG_1G: 14}, id="mixed-uniform"),
        pytest.param(mixed(), SEVERAL, {MIG_3G: 2, MIG_2G: 2, MIG_1G: 4}, id="mixed-several"),
        pytest.param(mixed(), HALF_CUT, {GPU: 1, MIG_1G: 7}, id="mixed-half-cut"),
        pytest.param(
            mixed(), THREE_OF_EIGHT, {GPU: 5, MIG_1G: 8, MIG_2G: 3, MIG_3G: 2}, id="mixed-three-of-eight"
        ),
        pytest.param(
            mixed(time_slicing={GPU: 4, MIG_1G: 2}),
            TWO_OF_EIGHT,
            {GPU: 24, MIG_1G: 14, MIG_3G: 2},
            id="mixed-sliced-whole-and-instances",
        ),
        pytest.param(
            mixed(time_slicing={GPU: 4, MIG_1G: 2}, renameByDefault=True),
            TWO_OF_EIGHT,
            {f"{GPU}.shared": 24, f"{MIG_1G}.shared": 14, MIG_3G: 2},
            id="mixed-sliced-renamed",
        ),
        pytest.param(
            mixed(time_slicing={GPU: 4}), UNIFORM, {MIG_1G: 14}, id="mixed-gpu-entry-slices-no-instance"
        ),
        pytest.param(
            single(time_slicing={MIG_1G: 2}), UNIFORM, {GPU: 14}, id="single-has-no-mig-resource-to-slice"
        ),
        pytest.param(
            plugin_config(time_slicing={MIG_1G: 2}), WHOLE, {GPU: 8}, id="none-has-no-mig-resource-to-slice"
        ),
    ],
)
def test_the_plugin_registers(config, node, resources):
    found = advertised(config, node)
    assert (found.resources, found.warnings, found.error) == (resources, (), None)


@pytest.mark.parametrize(
    ("gpu", "resources"),
    [
        (A30.cut("2g.12gb", "1g.6gb", "1g.6gb"), {"mig-2g.12gb": 1, "mig-1g.6gb": 2}),
        (H200.cut("3g.71gb", "1g.35gb", "1g.18gb"), {"mig-3g.71gb": 1, "mig-1g.35gb": 1, "mig-1g.18gb": 1}),
        (RTX_PRO_6000.cut("2g.48gb", "1g.24gb", "1g.24gb"), {"mig-2g.48gb": 1, "mig-1g.24gb": 2}),
    ],
)
def test_mixed_names_resources_after_the_profiles_of_the_product(gpu, resources):
    found = advertised(mixed(), Node.of(gpu))
    assert found.resources == {f"nvidia.com/{name}": count for name, count in resources.items()}


# NVIDIA/k8s-device-plugin#1462: a profile's pattern is searched for in the name, and the plain profile comes first.
@pytest.mark.parametrize(
    ("gpu", "resources"),
    [
        (A100_80GB.cut("1g.10gb+me", "1g.10gb"), {"mig-1g.10gb": 2}),
        (A30.cut("2g.12gb+me", "2g.12gb"), {"mig-2g.12gb": 2}),
        (
            RTX_PRO_6000.cut("1g.24gb+gfx", "1g.24gb-me", "2g.48gb+me.all"),
            {"mig-1g.24gb": 2, "mig-2g.48gb": 1},
        ),
    ],
)
def test_before_0_20_profiles_with_attributes_are_registered_as_the_plain_profile(gpu, resources):
    found = advertised(mixed(), Node.of(gpu))
    assert found.resources == {f"nvidia.com/{name}": count for name, count in resources.items()}


def test_before_0_20_a_time_slicing_entry_for_a_profile_with_attributes_does_nothing():
    config = mixed(time_slicing={"nvidia.com/mig-1g.10gb.me": 2})
    assert advertised(config, Node.of(A100_80GB.cut("1g.10gb+me"))).resources == {MIG_1G: 1}


def test_mixed_warns_of_a_gpu_in_mig_mode_without_instances():
    found = advertised(mixed(), HALF_EMPTY)
    assert (found.resources, found.warnings) == ({MIG_1G: 7}, ("device 1 has no MIG devices configured",))


@pytest.mark.parametrize(
    ("config", "node", "reason"),
    [
        pytest.param(
            single(), SEVERAL, "more than one MIG device type present on node", id="several-profiles"
        ),
        pytest.param(
            single(),
            Node.of(A100_80GB.cut("3g.40gb", "3g.40gb"), A100_80GB.cut("2g.20gb")),
            "more than one MIG device type present on node",
            id="another-profile-on-another-gpu",
        ),
        pytest.param(single(), HALF_CUT, "must be configured with the same migEnabled value", id="half-cut"),
        pytest.param(single(), HALF_EMPTY, "device 1 has no MIG devices configured", id="half-empty"),
        pytest.param(
            single(mps={GPU: 4}), UNIFORM, "MPS is not supported for MIG devices", id="mps-on-instances"
        ),
        pytest.param(mixed(mps={GPU: 4}), WHOLE, "mixed is not supported with MPS", id="mps-under-mixed"),
    ],
)
def test_the_plugin_refuses_the_node(config, node, reason):
    found = advertised(config, node)
    assert found.resources == {}
    assert reason in (found.error or "")


def test_mps_waits_for_its_control_daemon():
    found = advertised(MPS, Node((A100_80GB,), mps_daemon=False))
    assert found.resources == {}
    assert "error checking MPS daemon health" in (found.error or "")


def test_where_both_are_given_mps_wins_and_nobody_is_told():
    found = advertised(plugin_config(time_slicing={GPU: 2}, mps={GPU: 5}), Node.of(A100_80GB))
    assert (found.resources, found.warnings) == ({GPU: 5}, ())


def test_more_replicas_than_mps_has_clients_are_advertised_all_the_same():
    assert advertised(plugin_config(mps={GPU: 49}), Node.of(A100_80GB)).resources == {GPU: 49}


def test_mps_needs_a_root():
    found = advertised(MPS, Node((A100_80GB,), environment={}))
    assert "requires --mps-root" in (found.error or "")


def test_a_strategy_in_the_environment_wins_over_the_configuration():
    node = Node((A100_80GB.cut("3g.40gb"),), environment={"MIG_STRATEGY": "mixed"})
    assert advertised(single(), node).resources == {MIG_3G: 1}
