"""Values for the chart of NVIDIA's GPU operator, to be merged with one's own.

Source: NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml and templates/clusterpolicy.yaml (v26.7.0), where an
empty mig.strategy is left out of the ClusterPolicy, and the plugin then goes by each node's configuration
(controllers/object_controls.go, applyMIGConfiguration).
"""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.config_maps import config_map_name, plugin_config_values
from tritonfleet.emit.gpu.dcgm import operator_exporter_values
from tritonfleet.emit.gpu.groups import common_strategy
from tritonfleet.emit.gpu.mig_parted import ALL_DISABLED, mig_parted_configs
from tritonfleet.emit.gpu.tolerations import OPERANDS, OPERATOR_DISCOVERY, tolerations
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def operator_values(cluster: Cluster) -> Values:
    """What the operator must be told so that the nodes advertise what the fleet declares."""
    values: Values = {"mig": {"strategy": common_strategy(cluster)}}
    if parted := mig_parted_configs(cluster):
        name = config_map_name("mig-parted", parted)
        values["migManager"] = {"config": {"name": name, "default": ALL_DISABLED}}
    values["devicePlugin"] = plugin_config_values(cluster) or {"enabled": False}
    if exporter := operator_exporter_values(cluster):
        values["dcgmExporter"] = exporter
    if tolerated := tolerations(cluster, OPERANDS):
        values["daemonsets"] = {"tolerations": tolerated}
    if tolerated := tolerations(cluster, OPERATOR_DISCOVERY):
        values["node-feature-discovery"] = {"worker": {"tolerations": tolerated}}
    return values
