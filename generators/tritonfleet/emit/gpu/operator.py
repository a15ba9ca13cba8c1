"""Values for the chart of NVIDIA's GPU operator, to be merged with one's own.

Source: NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml and templates/clusterpolicy.yaml (v26.7.0), where an
empty mig.strategy is left out of the ClusterPolicy, and the plugin then goes by each node's configuration
(controllers/object_controls.go, applyMIGConfiguration).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tritonfleet.emit.gpu.config_maps import config_map_name, plugin_config_values
from tritonfleet.emit.gpu.groups import by_plugin, common_strategy, gpu_groups
from tritonfleet.emit.gpu.mig_parted import ALL_DISABLED, mig_parted_configs
from tritonfleet.emit.gpu.tolerations import OPERANDS, OPERATOR_DISCOVERY, tolerations
from tritonfleet.planner.nodes import GPU, NodeGroup
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def operator_values(cluster: Cluster) -> Values:
    """What the operator must be told so that the nodes advertise what the fleet declares."""
    groups = by_plugin(gpu_groups(cluster))
    values: Values = {"mig": {"strategy": common_strategy(cluster)}}
    if parted := mig_parted_configs(cluster):
        name = config_map_name("mig-parted", parted)
        values["migManager"] = {"config": {"name": name, "default": ALL_DISABLED}}
    values["devicePlugin"] = plugin_config_values(cluster) or {"enabled": False}
    if environment := _exporter_environment(groups):
        values["dcgmExporter"] = {"env": environment}
    if tolerated := tolerations(cluster, OPERANDS):
        values["daemonsets"] = {"tolerations": tolerated}
    if tolerated := tolerations(cluster, OPERATOR_DISCOVERY):
        values["node-feature-discovery"] = {"worker": {"tolerations": tolerated}}
    return values


def _exporter_environment(groups: Sequence[NodeGroup]) -> list[Values]:
    """What dcgm-exporter needs to find the pods behind shares.

    It knows nvidia.com/gpu and nvidia.com/mig-…; other names must be listed. Pods behind claims it would find with
    KUBERNETES_ENABLE_DRA, but a ClusterPolicy does not let it read ResourceSlices. Sources:
    NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go, pkg/cmd/app.go,
    NVIDIA/gpu-operator:assets/state-dcgm-exporter/0210_clusterrole.yaml.
    """
    shared = [group for group in groups if group.replicas]
    if not shared:
        return []
    names = {name for group in shared for name in group.resources if name.startswith(f"{GPU}.")}
    environment = {"KUBERNETES_VIRTUAL_GPUS": "true"}
    if names:
        environment["NVIDIA_RESOURCE_NAMES"] = ",".join(sorted(names))
    return [{"name": name, "value": value} for name, value in environment.items()]
