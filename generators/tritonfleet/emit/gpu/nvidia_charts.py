"""Which of NVIDIA's charts the fleet has values for, and what they are told."""

from __future__ import annotations

from typing import Any

from tritonfleet.emit.gpu.dcgm import exporter_chart_values, is_measured, operator_exporter_values
from tritonfleet.emit.gpu.groups import is_configured
from tritonfleet.emit.gpu.operator import operator_values
from tritonfleet.emit.gpu.plugin_chart import plugin_chart_values
from tritonfleet.spec.cluster import Cluster

Values = dict[str, Any]

_SECTIONS = (
    "daemonsets", "dcgm", "dcgmExporter", "devicePlugin", "driver", "gfd", "nodeStatusExporter", "operator", "toolkit",
)  # fmt: skip
"""What a ClusterPolicy cannot be without (NVIDIA/gpu-operator:api/nvidia/v1/clusterpolicy_types.go)."""


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


def made_by_nvidia(chart: str, values: Values, namespace: str) -> list[Values]:
    """What a chart of NVIDIA's makes of these values, as far as our objects refer to it; nothing of other charts.

    Sources: NVIDIA/gpu-operator:deployments/gpu-operator/templates/clusterpolicy.yaml, which hands its values on by
    the same names, and assets/state-dcgm-exporter; NVIDIA/dcgm-exporter:deployment/templates/service.yaml.
    """
    if chart == "gpu-operator":
        policy = {
            "apiVersion": "nvidia.com/v1",
            "kind": "ClusterPolicy",
            "metadata": {"name": "cluster-policy"},
        }
        # The chart leaves an empty strategy out.
        mig = {key: text for key, text in values.get("mig", {}).items() if text != ""}
        spec: Values = {section: {} for section in _SECTIONS} | values | {"mig": mig}
        labels = {"app": "nvidia-dcgm-exporter"}
        return [policy | {"spec": spec}, _service("nvidia-dcgm-exporter", namespace, labels, "gpu-metrics")]
    if chart == "dcgm-exporter":
        labels = {"app.kubernetes.io/name": "dcgm-exporter"}
        return [_service("dcgm-exporter", namespace, labels, "metrics")]
    return []


def _service(name: str, namespace: str, labels: Values, port: str) -> Values:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {"ports": [{"name": port, "port": 9400, "targetPort": 9400}]},
    }
