"""Which labels the GPU nodes of a cluster need, and a Kustomize component for nodes that are declared by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tritonfleet import yamlio
from tritonfleet.emit.gpu.device_plugin import device_plugin_config_of
from tritonfleet.emit.gpu.groups import common_strategy, gpu_groups, shares_nodes_with_dra
from tritonfleet.emit.gpu.mig_parted import mig_config_of
from tritonfleet.emit.kustomize import COMPONENTS, kustomization
from tritonfleet.planner.nodes import NodeGroup
from tritonfleet.spec.cluster import Cluster

MIG_CONFIG = "nvidia.com/mig.config"
PLUGIN_CONFIG = "nvidia.com/device-plugin.config"
DEPLOY_PLUGIN = "nvidia.com/gpu.deploy.device-plugin"
"""Where this is false, the device plugin stays away: the values for its chart say so.

Not under the operator, which honours the label too, but keeps a "false" for ever and pauses its operands by rewriting
it (NVIDIA/gpu-operator:controllers/state_manager.go, addGPUStateLabels): there DRA has all nodes or none.
"""

NODE_ANNOTATIONS = {
    # A Node that leaves Git stays in the cluster, and its other labels stay their owners'.
    "argocd.argoproj.io/sync-options": "Prune=false,Delete=false,ServerSideApply=true",
    # Flux, too (fluxcd/kustomize-controller:docs/spec/v1/kustomizations.md).
    "kustomize.toolkit.fluxcd.io/prune": "disabled",
}


@dataclass(frozen=True, slots=True)
class LabelledNodes:
    """Nodes and their labels. Either ``names``, or a ``selector`` (label → value) that finds them, or neither.

    ``note`` is what a person must do once the labels have had their effect; often nothing.
    """

    group: str
    names: tuple[str, ...]
    selector: dict[str, str]
    labels: dict[str, str]
    note: str = ""


RESTART_DRA = (
    "once they are cut, restart the kubelet plugin of the DRA driver there: it finds slices at its start"
)
"""Source: kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/mig.md."""


def label_plan(cluster: Cluster) -> list[LabelledNodes]:
    """The labels of every group of GPU nodes."""
    strategy = common_strategy(cluster)
    apart = cluster.gpu_stack.installed_by == "device-plugin" and shares_nodes_with_dra(cluster)
    return [
        LabelledNodes(
            group.name,
            tuple(group.pool.node_names[node] for node in group.nodes) if group.pool.node_names else (),
            # A pool's labels find all its nodes, which then must be cut alike.
            {} if group.pool.node_names or group.number else dict(group.pool.labels),
            dict(_labels(group, strategy, apart=apart)),
            RESTART_DRA if group.gpu.mig and group.gpu.allocation == "dra" else "",
        )
        for group in gpu_groups(cluster)
    ]


def node_component(cluster_name: str, cluster: Cluster) -> dict[str, str]:
    """A component with the labels of the nodes that have names: for Git instead of the script. Empty without names."""
    nodes = [_node(name, each.labels) for each in label_plan(cluster) for name in each.names]
    if not nodes:
        return {}
    folder = f"{COMPONENTS}/{cluster_name}-node-labels"
    return {
        f"{folder}/kustomization.yaml": yamlio.dump(kustomization("Component", resources=["nodes.yaml"])),
        f"{folder}/nodes.yaml": yamlio.dump_all(nodes),
    }


def _labels(group: NodeGroup, strategy: str, *, apart: bool) -> Iterator[tuple[str, str]]:
    """``strategy`` is the cluster's; ``apart``: nodes of the device plugin and of DRA must be told apart."""
    if config := mig_config_of(group):
        yield MIG_CONFIG, config
    by_plugin = group.gpu.allocation == "device-plugin"
    if by_plugin:
        yield PLUGIN_CONFIG, device_plugin_config_of(group, strategy)
    if apart:
        yield DEPLOY_PLUGIN, "true" if by_plugin else "false"


def _node(name: str, labels: dict[str, str]) -> dict[str, Any]:
    metadata = {"name": name, "labels": labels, "annotations": NODE_ANNOTATIONS}
    return {"apiVersion": "v1", "kind": "Node", "metadata": metadata}
