"""The GPU nodes of a cluster, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable

from tritonfleet.planner.nodes import NodeGroup, node_groups
from tritonfleet.spec.cluster import Cluster


def gpu_groups(cluster: Cluster) -> tuple[NodeGroup, ...]:
    """Every group of GPU nodes, in the order of the pools."""
    return tuple(group for name, pool in cluster.pools.items() for group in node_groups(name, pool))


def is_configured(cluster: Cluster) -> bool:
    """Whether some GPU is cut or shared. Whole GPUs need no configuration: NVIDIA's defaults serve them."""
    return any(group.gpu.mig or group.replicas for group in gpu_groups(cluster))


def uses_mig(cluster: Cluster) -> bool:
    """Whether GPUs of some pool are cut, or will be."""
    return any(group.gpu.mig for group in gpu_groups(cluster))


def by_plugin(groups: Iterable[NodeGroup]) -> list[NodeGroup]:
    """The groups whose GPUs the device plugin hands out. The others are DRA's."""
    return [group for group in groups if group.gpu.allocation == "device-plugin"]


def common_strategy(cluster: Cluster) -> str:
    """The MIG strategy that fits every node; "" where each node needs its own, ``none`` where nothing is cut.

    It goes to the plugin's environment, which wins over a node's configuration: strategies that differ cannot
    share it, and neither can MPS, which does not start under mixed
    (NVIDIA/k8s-device-plugin:api/config/v1/config.go, cmd/nvidia-device-plugin/main.go).
    """
    groups = by_plugin(gpu_groups(cluster))
    strategies = {group.strategy for group in groups if group.gpu.mig}
    if len(strategies) > 1 or ("mixed" in strategies and any(group.gpu.mps for group in groups)):
        return ""
    return strategies.pop() if strategies else "none"
