"""The configuration of NVIDIA mig-parted: how each group of nodes is cut.

Format: NVIDIA/mig-parted:api/spec/v1/spec.go; as closed types, charts/mig_parted.py. A ConfigMap of one's own turns off
what the MIG manager (0.14 and newer) finds out by itself, so every product of the cluster has its uniform
configurations here, under NVIDIA's names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tritonfleet import geometry
from tritonfleet.emit.gpu.groups import gpu_groups, uses_mig
from tritonfleet.planner.nodes import NodeGroup
from tritonfleet.spec.cluster import Cluster

ALL_DISABLED = "all-disabled"
"""The configuration that cuts nothing: of nodes without a label, and of those that were cut before."""

Entry = dict[str, Any]


def mig_parted_configs(cluster: Cluster) -> dict[str, list[Entry]]:
    """Name → entries: what nodes choose from by the label ``nvidia.com/mig.config``. Empty without MIG."""
    if not uses_mig(cluster):
        return {}
    groups = gpu_groups(cluster)
    products = [geometry.product(label) for label in dict.fromkeys(group.gpu.product for group in groups)]
    configs = {ALL_DISABLED: [_entry("all", {}, ())]}
    for product in dict.fromkeys(product for product in products if product):
        for profile in product.profiles.values():
            entry = _entry("all", {profile.name: profile.max_count}, geometry.filters(product))
            configs.setdefault(profile.all_config, []).append(entry)
    return configs | {group.name: _entries(group) for group in groups if group.is_cut}


def mig_config_of(group: NodeGroup) -> str | None:
    """The configuration of the group's nodes; None where the GPUs have no MIG."""
    if group.is_cut:
        return group.name
    product = geometry.product(group.gpu.product)
    return ALL_DISABLED if group.gpu.mig or (product and product.has_mig) else None


def _entries(group: NodeGroup) -> list[Entry]:
    """One entry for each layout; a GPU is in exactly one."""
    product = geometry.product(group.gpu.product)
    filters = geometry.filters(product) if product else ()
    alike = group.gpus_by_layout
    if len(alike) == 1:
        return [_entry("all", group.layouts[0], filters)]
    return [_entry(list(indices), dict(sorted(layout.items())), filters) for layout, indices in alike]


def _entry(devices: str | Sequence[int], layout: Mapping[str, int], filters: Sequence[str]) -> Entry:
    """Without filters an entry means every GPU: where the product is unknown, all are of the pool's."""
    return {
        **({"device-filter": list(filters)} if filters else {}),
        "devices": devices,
        "mig-enabled": bool(layout),
        **({"mig-devices": dict(layout)} if layout else {}),
    }
