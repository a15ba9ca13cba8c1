"""Values for NVIDIA's device-plugin chart where it stands alone, to be merged with one's own.

Source: NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml (v0.20.0). MIG strategies are left to
the configurations: a value of the chart would win over them.
"""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.config_maps import config_map_name
from tritonfleet.emit.gpu.device_plugin import DEFAULT, MPS_ROOT, device_plugin_configs
from tritonfleet.emit.gpu.groups import by_plugin, gpu_groups
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def plugin_chart_values(cluster: Cluster) -> Values:
    """What the chart must be told. GPU feature discovery is on: its labels are what pods are steered by."""
    configs = device_plugin_configs(cluster)
    if not configs:
        return {"devicePlugin": {"enabled": False}, "gfd": {"enabled": True}}
    values: Values = {
        "config": {"name": config_map_name("device-plugin", configs), "default": DEFAULT},
        "gfd": {"enabled": True},
    }
    if any(group.gpu.mps for group in by_plugin(gpu_groups(cluster))):
        values["mps"] = {"root": MPS_ROOT}
    return values
