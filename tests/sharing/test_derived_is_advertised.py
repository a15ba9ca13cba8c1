"""What we derive of a pool is what NVIDIA's programs make of the configuration we emit for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharing.pool_nodes import node_of
from support.nvidia import advertised, labels, lost_keys
from tritonfleet import geometry, yamlio
from tritonfleet.emit.gpu.device_plugin import device_plugin_config_of, device_plugin_configs
from tritonfleet.emit.gpu.groups import common_strategy, gpu_groups
from tritonfleet.planner.nodes import NodeGroup
from tritonfleet.spec.cluster import Cluster

pytestmark = pytest.mark.usefixtures("real_programs")

ROOT = Path(__file__).parents[2]
CUTTABLE = [product for product in geometry.products().values() if geometry.geometries(product)]
few = settings(max_examples=20, deadline=None, derandomize=True)


def plain(product: geometry.Product) -> list[str]:
    return [name for name, profile in product.profiles.items() if not profile.attributes]


@st.composite
def pools(draw: st.DrawFn) -> dict[str, Any]:
    """A pool whose GPUs can be cut and shared as declared."""
    product = draw(st.sampled_from(CUTTABLE))
    gpu: dict[str, Any] = {"product": product.labels[0].value, "perNode": draw(st.integers(1, 4))}
    strategy = draw(st.sampled_from(["none", "single", "mixed"]))
    replicas, renamed = draw(st.integers(2, 48)), {"renameByDefault": draw(st.booleans())}
    sharing = [{}, {"timeSlicing": {"replicas": replicas, **renamed}}]
    if strategy == "none":
        sharing.append({"mps": {"replicas": replicas, **renamed}})
    if strategy == "single":
        profile = draw(st.sampled_from(plain(product)))
        gpu["mig"] = {"strategy": strategy, "layout": {profile: product.profiles[profile].max_count}}
    if strategy == "mixed":
        layout = dict(draw(st.sampled_from(geometry.geometries(product))))
        gpu["mig"] = {"strategy": strategy, "gpus": {"0": layout}}
        sharing.append({"timeSlicing": {"slices": dict.fromkeys(layout, replicas), **renamed}})
    return {"nodes": 1, "gpu": gpu | draw(st.sampled_from(sharing))}


def emitted(pool: dict[str, Any]) -> tuple[NodeGroup, str]:
    """The pool's nodes, and the configuration file that they are told to use."""
    cluster = Cluster.model_validate({"kubernetes": "1.36", "pools": {"gpu": pool}})
    (group,) = gpu_groups(cluster)
    name = device_plugin_config_of(group, common_strategy(cluster))
    return group, yamlio.dump({"version": "v1", **device_plugin_configs(cluster)[name]})


@few
@given(pools())
def test_the_plugin_registers_the_derived_resources(pool):
    group, config = emitted(pool)
    found = advertised(config, node_of(group))
    assert (found.resources, found.warnings, found.error) == (group.resources, (), None)


@few
@given(pools())
def test_feature_discovery_writes_the_derived_labels(pool):
    group, config = emitted(pool)
    written = labels(config, node_of(group))
    assert {key: written.get(key) for key in group.labels} == group.labels


@few
@given(pools())
def test_every_key_of_an_emitted_configuration_arrives(pool):
    assert lost_keys(emitted(pool)[1]) == []


COMMITTED = {
    f"{path.parent.name}/{config}": text
    for path in sorted((ROOT / "kustomize" / "clusters").glob("*/resources.yaml"))
    for manifest in yamlio.load_manifests(path.read_text(), str(path))
    if "device-plugin" in manifest.data["metadata"]["name"]
    for config, text in manifest.data["data"].items()
}
"""Every device-plugin configuration of the example fleet, by cluster and name, out of its ConfigMap."""


@pytest.mark.parametrize("config", COMMITTED.values(), ids=COMMITTED)
def test_the_real_parser_takes_every_key_of_the_example_fleets_config_maps(config):
    assert lost_keys(config) == []


@pytest.mark.parametrize("product", CUTTABLE, ids=lambda product: product.name)
def test_resources_are_named_after_the_profiles_of_the_catalogue(product):
    layouts = {str(index): {profile: 1} for index, profile in enumerate(plain(product))}
    gpu = {"product": product.labels[0].value, "perNode": len(layouts)}
    group, config = emitted({"nodes": 1, "gpu": gpu | {"mig": {"strategy": "mixed", "gpus": layouts}}})
    found = advertised(config, node_of(group))
    assert found.resources == {product.profiles[profile].resource: 1 for profile in plain(product)}
