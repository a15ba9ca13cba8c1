"""How GPU feature discovery 0.19.3 labels a node, by MIG strategy, layout and sharing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from sharing.plugin_configs import GPU, plugin_config
from support.gpu_models import A100_80GB, L4
from support.nvidia import Node, Refused, labels

pytestmark = pytest.mark.usefixtures("real_programs")

A100 = "NVIDIA-A100-SXM4-80GB"
WHOLE = Node.of(A100_80GB, A100_80GB)
UNIFORM = Node((A100_80GB.cut(*["1g.10gb"] * 7),) * 2)
SEVERAL = Node((A100_80GB.cut("3g.40gb", "2g.20gb", "1g.10gb", "1g.10gb"),) * 2)
HALF_CUT = Node.of(A100_80GB, A100_80GB.cut(*["1g.10gb"] * 7))
HALF_EMPTY = Node.of(A100_80GB.cut(*["1g.10gb"] * 7), A100_80GB.cut())
INVALID = {
    "product": f"{A100}-MIG-INVALID",
    "count": "0",
    "replicas": "0",
    "memory": "0",
    "sharing-strategy": "",
}


def described(
    product: str, count: int, memory: int, replicas: int = 1, sharing: str = "none"
) -> dict[str, str]:
    return {
        "product": product,
        "count": str(count),
        "memory": str(memory),
        "replicas": str(replicas),
        "sharing-strategy": sharing,
    }


def of(found: Mapping[str, str], resource: str) -> dict[str, str]:
    """The labels that describe a resource, without its name."""
    return {key: found[f"{resource}.{key}"] for key in INVALID}


@pytest.mark.parametrize(
    ("config", "node", "expected"),
    [
        pytest.param(plugin_config(), WHOLE, described(A100, 2, 81920), id="none"),
        pytest.param(
            plugin_config(time_slicing={GPU: 4}),
            WHOLE,
            described(f"{A100}-SHARED", 2, 81920, 4, "time-slicing"),
            id="none-sliced",
        ),
        pytest.param(
            plugin_config(time_slicing={GPU: 4}, renameByDefault=True),
            WHOLE,
            described(A100, 2, 81920, 4, "time-slicing"),
            id="none-sliced-renamed",
        ),
        pytest.param(
            plugin_config(mps={GPU: 4}), WHOLE, described(f"{A100}-SHARED", 2, 81920, 4, "mps"), id="none-mps"
        ),
        pytest.param(plugin_config("single"), WHOLE, described(A100, 2, 81920), id="single-whole"),
        pytest.param(
            plugin_config("single"), UNIFORM, described(f"{A100}-MIG-1g.10gb", 14, 10240), id="single-uniform"
        ),
        pytest.param(
            plugin_config("single", time_slicing={GPU: 4}),
            UNIFORM,
            described(f"{A100}-MIG-1g.10gb-SHARED", 14, 10240, 4, "time-slicing"),
            id="single-uniform-sliced",
        ),
        pytest.param(
            plugin_config("single", time_slicing={GPU: 4}, renameByDefault=True),
            UNIFORM,
            described(f"{A100}-MIG-1g.10gb", 14, 10240, 4, "time-slicing"),
            id="single-uniform-sliced-renamed",
        ),
        pytest.param(
            plugin_config("single"),
            Node.of(A100_80GB.cut("1g.10gb+me")),
            described(f"{A100}-MIG-1g.10gb.me", 1, 10240),
            id="single-attribute",
        ),
        pytest.param(plugin_config("single"), SEVERAL, INVALID, id="single-several"),
        pytest.param(plugin_config("single"), HALF_CUT, INVALID, id="single-half-cut"),
        pytest.param(plugin_config("single"), HALF_EMPTY, INVALID, id="single-half-empty"),
        pytest.param(
            plugin_config("mixed"), HALF_CUT, described(A100, 2, 81920), id="mixed-counts-the-cut-gpu-too"
        ),
        pytest.param(
            plugin_config("mixed"), UNIFORM, described(A100, 2, 81920, 0), id="mixed-all-cut-has-no-replicas"
        ),
        pytest.param(
            plugin_config(time_slicing={GPU: 4}),
            UNIFORM,
            described(A100, 2, 81920, 0),
            id="none-sliced-in-mig-mode",
        ),
    ],
)
def test_the_gpu_labels_say(config, node, expected):
    assert of(labels(config, node), GPU) == expected


@pytest.mark.parametrize(
    ("config", "product", "replicas", "sharing"),
    [
        pytest.param(plugin_config("mixed"), f"{A100}-MIG-1g.10gb", 1, "none", id="plain"),
        pytest.param(
            plugin_config("mixed", time_slicing={"nvidia.com/mig-1g.10gb": 2}),
            f"{A100}-MIG-1g.10gb-SHARED",
            2,
            "time-slicing",
            id="sliced",
        ),
        pytest.param(
            plugin_config("mixed", time_slicing={"nvidia.com/mig-1g.10gb": 2}, renameByDefault=True),
            f"{A100}-MIG-1g.10gb",
            2,
            "time-slicing",
            id="sliced-renamed",
        ),
        pytest.param(
            plugin_config("mixed", time_slicing={GPU: 2}),
            f"{A100}-MIG-1g.10gb",
            1,
            "none",
            id="only-gpus-sliced",
        ),
    ],
)
def test_under_mixed_every_profile_has_labels_of_its_own(config, product, replicas, sharing):
    found = labels(config, HALF_CUT)
    assert of(found, "nvidia.com/mig-1g.10gb") == described(product, 7, 10240, replicas, sharing)


def test_a_profile_with_attributes_is_labelled_apart_though_the_plugin_merges_it():
    found = labels(plugin_config("mixed"), Node.of(A100_80GB.cut("1g.10gb+me", "1g.10gb")))
    assert (found["nvidia.com/mig-1g.10gb.me.count"], found["nvidia.com/mig-1g.10gb.count"]) == ("1", "1")


@pytest.mark.parametrize(
    ("node", "capable"), [(Node.of(L4), "false"), (WHOLE, "true"), (Node.of(L4, A100_80GB), "true")]
)
def test_one_gpu_that_can_be_cut_makes_the_node_mig_capable(node, capable):
    assert labels(plugin_config(), node)["nvidia.com/mig.capable"] == capable


@pytest.mark.parametrize("strategy", ["single", "mixed"])
def test_the_strategy_is_a_label(strategy):
    assert labels(plugin_config(strategy), WHOLE)["nvidia.com/mig.strategy"] == strategy


def test_strategy_none_is_no_label():
    assert "nvidia.com/mig.strategy" not in labels(plugin_config(), WHOLE)


@pytest.mark.parametrize(
    ("config", "capable"), [(plugin_config(), "false"), (plugin_config(mps={GPU: 2}), "true")]
)
def test_mps_capable_means_that_mps_is_configured(config, capable):
    assert labels(config, WHOLE)["nvidia.com/mps.capable"] == capable


def test_a_node_in_mig_mode_gets_no_labels_at_all_when_mps_is_configured():
    with pytest.raises(Refused, match="MPS sharing is not supported for mig devices"):
        labels(plugin_config(mps={GPU: 2}), HALF_CUT)


def test_a_node_without_gpus_gets_no_gpu_labels():
    assert [key for key in labels(plugin_config(), Node()) if key.startswith("nvidia.com/gpu.")] == []
