"""Tolerations of NVIDIA's DaemonSets: they must run on the GPU nodes, whatever keeps other pods away.

A list in one's values replaces the chart's, so the chart's own is repeated. What is usual, in
NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml (v26.7.0),
NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml (v0.20.0) and
NVIDIA/dcgm-exporter:deployment/values.yaml (4.5.3-4.8.2).
"""

from __future__ import annotations

from collections.abc import Sequence

from tritonfleet.emit.gpu.groups import gpu_groups
from tritonfleet.spec.cluster import Cluster

Toleration = dict[str, str]

_GPU = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}


def _role(name: str) -> Toleration:
    role = f"node-role.kubernetes.io/{name}"
    return {"key": role, "operator": "Equal", "value": "", "effect": "NoSchedule"}


OPERANDS: Sequence[Toleration] = (_GPU,)
OPERATOR_DISCOVERY: Sequence[Toleration] = (_role("control-plane"), _GPU)
"""Node feature discovery finds the GPUs, and only on nodes so found does anything else run."""

PLUGIN: Sequence[Toleration] = ({"key": "CriticalAddonsOnly", "operator": "Exists"}, _GPU)
PLUGIN_DISCOVERY: Sequence[Toleration] = (
    _role("master"),
    {"key": "nvidia.com/gpu", "operator": "Equal", "value": "present", "effect": "NoSchedule"},
)

EXPORTER: Sequence[Toleration] = (
    {"key": "node-role.kubernetes.io/control-plane", "operator": "Exists", "effect": "NoSchedule"},
)


def tolerations(cluster: Cluster, usual: Sequence[Toleration]) -> list[Toleration]:
    """The usual ones and what the taints of the GPU pools need more; empty where the usual do."""
    needed: list[Toleration] = []
    for group in gpu_groups(cluster):
        for key, taint in group.pool.taints.items():
            one = {"key": key, "operator": "Equal", "value": taint.value or "", "effect": taint.effect}
            if taint.effect != "PreferNoSchedule" and not any(_covers(has, one) for has in (*usual, *needed)):
                needed.append(one)
    return [*usual, *needed] if needed else []


def _covers(toleration: Toleration, taint: Toleration) -> bool:
    """Whether the toleration is for the taint; one without an effect is for all of them."""
    same = toleration["key"] == taint["key"] and toleration.get("effect", taint["effect"]) == taint["effect"]
    return same and (toleration["operator"] == "Exists" or toleration["value"] == taint["value"])
