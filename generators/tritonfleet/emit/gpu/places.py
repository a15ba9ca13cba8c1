"""Where NVIDIA's DaemonSets run when no operator places them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = dict[str, Any]

_WITH_GPUS: Mapping[str, str] = {
    "feature.node.kubernetes.io/pci-10de.present": "true",
    "feature.node.kubernetes.io/cpu-model.vendor_id": "NVIDIA",
    "nvidia.com/gpu.present": "true",
}
"""The three ways in which the device plugin's chart knows a node with GPUs.

Source: NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml (v0.20.0).
"""


def gpu_nodes(*and_: Values) -> Values:
    """An affinity to nodes with GPUs that also meet the expressions ``and_``."""
    terms = [
        {"matchExpressions": [{"key": key, "operator": "In", "values": [value]}, *and_]}
        for key, value in _WITH_GPUS.items()
    ]
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    return {"nodeAffinity": required}
