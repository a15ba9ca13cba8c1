"""Values for NVIDIA's device-plugin chart where it stands alone, to be merged with one's own.

Source: NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml (v0.20.0). MIG strategies are left to
the configurations: a value of the chart would win over them.
"""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.config_maps import plugin_config_values
from tritonfleet.emit.gpu.groups import shares_nodes_with_dra
from tritonfleet.emit.gpu.node_labels import DEPLOY_PLUGIN
from tritonfleet.emit.gpu.places import gpu_nodes
from tritonfleet.emit.gpu.tolerations import PLUGIN, PLUGIN_DISCOVERY, tolerations
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def plugin_chart_values(cluster: Cluster) -> Values:
    """What the chart must be told. GPU feature discovery is on: its labels are what pods are steered by."""
    plugin = plugin_config_values(cluster) or {"devicePlugin": {"enabled": False}}
    values: Values = {**plugin, "gfd": {"enabled": True}}
    if shares_nodes_with_dra(cluster):
        values["affinity"] = _AWAY_FROM_DRA
    if tolerated := tolerations(cluster, PLUGIN):
        values["tolerations"] = tolerated
    if tolerated := tolerations(cluster, PLUGIN_DISCOVERY):
        values["nfd"] = {"worker": {"tolerations": tolerated}}
    return values


_AWAY_FROM_DRA = gpu_nodes({"key": DEPLOY_PLUGIN, "operator": "NotIn", "values": ["false"]})
"""Two that hand out one GPU know nothing of each other."""
