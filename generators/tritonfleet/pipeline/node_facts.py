"""The GPU nodes of a cluster as checks know them, by what the fleet declares of its pools."""

from __future__ import annotations

from tritonfleet import geometry
from tritonfleet.checks.facts import NodeFacts, Taint
from tritonfleet.emit.gpu.device_plugin import device_plugin_config_of
from tritonfleet.emit.gpu.groups import common_strategy, gpu_groups, is_configured
from tritonfleet.emit.gpu.mig_parted import mig_config_of
from tritonfleet.emit.gpu.node_labels import MIG_CONFIG, PLUGIN_CONFIG
from tritonfleet.planner.nodes import NodeGroup
from tritonfleet.spec.cluster import Cluster


def node_facts(cluster: Cluster) -> tuple[NodeFacts, ...] | None:
    """Every group of GPU nodes; None while a plan that shall cut GPUs is not made: nobody knows what they advertise."""
    groups = gpu_groups(cluster)
    if any(mig.planned and not mig.nodes for group in groups if (mig := group.gpu.mig)):
        return None
    return tuple(_facts(cluster, group) for group in groups)


def _facts(cluster: Cluster, group: NodeGroup) -> NodeFacts:
    product = geometry.product(group.gpu.product)
    by_plugin = group.gpu.allocation == "device-plugin"
    taints = (Taint(key, taint.value or "", taint.effect) for key, taint in group.pool.taints.items())
    return NodeFacts(
        nodes=len(group.nodes),
        resources=group.resources if by_plugin else {},
        labels=_labels(cluster, group) if by_plugin else dict(group.pool.labels),
        taints=tuple(taints),
        pool=group.pool_name,
        product=product.name if product else group.gpu.product,
        runtime_class=group.pool.runtime_class or "",
    )


def _labels(cluster: Cluster, group: NodeGroup) -> dict[str, str]:
    """Those of the pool, of GPU feature discovery, and of the MIG manager, which only the operator brings."""
    labels = {**group.labels, **group.pool.labels}
    if not is_configured(cluster):
        return labels
    labels[PLUGIN_CONFIG] = device_plugin_config_of(group, common_strategy(cluster))
    config = mig_config_of(group)
    if config and cluster.gpu_stack.installed_by == "gpu-operator":
        labels |= {MIG_CONFIG: config, f"{MIG_CONFIG}.state": "success"}
    return labels
