"""The GPU nodes of a cluster, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable

from tritonfleet.planner.nodes import NodeGroup, node_groups
from tritonfleet.spec.cluster import Cluster


def gpu_groups(cluster: Cluster) -> tuple[NodeGroup, ...]:
    """Every group of GPU nodes, in the order of the pools."""
    return tuple(group for name, pool in cluster.pools.items() for group in node_groups(name, pool))


def is_configured(cluster: Cluster) -> bool:
    """Whether some GPU is cut or shared, or the fleet says who configures the GPUs.

    Whole GPUs need no configuration: NVIDIA's defaults serve them. But nodes that were cut or shared stay so until
    told otherwise, so a cluster that declares its ``gpuStack`` is told that its GPUs are whole.
    """
    groups = gpu_groups(cluster)
    declared = bool(groups) and "gpu_stack" in cluster.model_fields_set
    return declared or any(group.gpu.mig or group.replicas for group in groups)


def uses_mig(cluster: Cluster) -> bool:
    """Whether GPUs of some pool are cut, or will be."""
    return any(group.gpu.mig for group in gpu_groups(cluster))


def by_plugin(groups: Iterable[NodeGroup]) -> list[NodeGroup]:
    """The groups whose GPUs the device plugin hands out. The others are DRA's."""
    return [group for group in groups if group.gpu.allocation == "device-plugin"]


def shares_nodes_with_dra(cluster: Cluster) -> bool:
    """Whether the device plugin serves some nodes and DRA others: each GPU must be handed out by one of them."""
    groups = gpu_groups(cluster)
    return 0 < len(by_plugin(groups)) < len(groups)


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
