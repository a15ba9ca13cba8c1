"""The configurations of NVIDIA's device plugin: one for nodes that share nothing, one for each way of sharing.

Format: NVIDIA/k8s-device-plugin:api/config/v1; as closed types, charts/device_plugin.py.
"""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.groups import by_plugin, common_strategy, gpu_groups
from tritonfleet.planner.nodes import NodeGroup
from tritonfleet.spec.cluster import Cluster

DEFAULT = "default"
"""The configuration of nodes that share nothing, and of nodes without a label."""

MPS_ROOT = "/run/nvidia/mps"
"""Where MPS lives on a node: both of NVIDIA's charts have it so, and pass it on.

Sources: NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml,
NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml.
"""

Config = dict[str, Any]


def device_plugin_configs(cluster: Cluster) -> dict[str, Config]:
    """Name → configuration: what nodes choose from by ``nvidia.com/device-plugin.config``. Empty where DRA has all.

    The chart adds the version of the format.
    """
    groups = by_plugin(gpu_groups(cluster))
    if not groups:
        return {}
    strategy = common_strategy(cluster)
    own = {g.name: _config(g) for g in groups if device_plugin_config_of(g, strategy) != DEFAULT}
    return {DEFAULT: {"flags": {"migStrategy": strategy or "none"}}, **own}


def device_plugin_config_of(group: NodeGroup, strategy: str) -> str:
    """The configuration of the group's nodes. ``strategy`` is the cluster's, "" where it has none."""
    differs = bool(group.gpu.mig) and group.strategy != strategy
    return group.name if group.replicas or differs else DEFAULT


def _config(group: NodeGroup) -> Config:
    config: Config = {"flags": {"migStrategy": group.strategy}}
    if group.replicas:
        config["sharing"] = {"mps" if group.gpu.mps else "timeSlicing": _shared(group)}
    return config


def _shared(group: NodeGroup) -> Config:
    """MPS refuses requests above one by itself before 0.20, and by default since (api/config/v1/config.go)."""
    slicing = group.gpu.time_slicing
    return {
        "renameByDefault": group.gpu.renamed,
        "failRequestsGreaterThanOne": slicing.fail_requests_greater_than_one if slicing else True,
        "resources": [{"name": name, "replicas": count} for name, count in group.replicas.items()],
    }
