"""Which of NVIDIA's charts the fleet has values for, and what they are told."""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.dcgm import exporter_chart_values, is_measured, operator_exporter_values
from tritonfleet.emit.gpu.groups import is_configured
from tritonfleet.emit.gpu.operator import operator_values
from tritonfleet.emit.gpu.plugin_chart import plugin_chart_values
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]


def nvidia_chart_values(cluster: Cluster) -> dict[str, Values]:
    """Name of the chart → values to be merged with one's own.

    Where GPUs are not configured by the fleet, it is only how they are measured.
    """
    if cluster.gpu_stack.installed_by == "gpu-operator":
        if is_configured(cluster):
            return {"gpu-operator": operator_values(cluster)}
        measured = operator_exporter_values(cluster)
        return {"gpu-operator": {"dcgmExporter": measured}} if measured else {}
    plugin = {"nvidia-device-plugin": plugin_chart_values(cluster)} if is_configured(cluster) else {}
    return plugin | ({"dcgm-exporter": exporter_chart_values(cluster)} if is_measured(cluster) else {})
