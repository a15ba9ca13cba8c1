"""GPU413: one device plugin hands out the GPUs of a node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    running = [policy for policy in policies(world) if policy.get("devicePlugin", "enabled") is not False]
    if not running:
        return
    for workload in world.index.workloads:
        if workload.resource.kind != "DaemonSet" or _is_operators(workload.resource):
            continue
        for path, container in workload.containers:
            image = container.get("image")
            if isinstance(image, str) and _runs_plugin(image, container):
                message = f"{running[0].resource} runs a device plugin too"
                yield Breach(workload.resource, (*path, "image"), message, related=(running[0].resource,))
                break


def _runs_plugin(image: str, container: Mapping[str, Any]) -> bool:
    """Whether this is the plugin: its image also holds GPU feature discovery and the MPS control daemon."""
    if "k8s-device-plugin" not in image:
        return False
    command = container.get("command")
    first = command[0] if isinstance(command, list) and command else "nvidia-device-plugin"
    return isinstance(first, str) and first.endswith("nvidia-device-plugin")


def _is_operators(resource: Resource) -> bool:
    owners = (owner.get("kind") for _, owner in items(resource.data, "metadata", "ownerReferences"))
    return "ClusterPolicy" in owners or "nvidia.com/last-applied-hash" in mapping(
        resource.data, "metadata", "annotations"
    )


RULE = Rule(
    id="GPU413",
    title="Two device plugins hand out the same GPUs",
    severity=Severity.ERROR,
    why="Both register `nvidia.com/gpu` with the kubelet without an error, and it goes by the last one. When that "
    "restarts or is removed the node advertises no GPU, and until then a GPU that one of them handed out is handed "
    "out again by the other.",
    fix="remove the DaemonSet, or set devicePlugin.enabled: false in the ClusterPolicy",
    sources=(
        "NVIDIA/k8s-device-plugin#255",
        "NVIDIA/gpu-operator:assets/state-device-plugin/0500_daemonset.yaml",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {enabled: true}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: nvidia-device-plugin-daemonset, namespace: kube-system}
spec:
  selector: {matchLabels: {name: nvidia-device-plugin-ds}}
  template:
    metadata: {labels: {name: nvidia-device-plugin-ds}}
    spec: {containers: [{name: plugin, image: "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"}]}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {enabled: false}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: nvidia-device-plugin-daemonset, namespace: kube-system}
spec:
  selector: {matchLabels: {name: nvidia-device-plugin-ds}}
  template:
    metadata: {labels: {name: nvidia-device-plugin-ds}}
    spec: {containers: [{name: plugin, image: "nvcr.io/nvidia/k8s-device-plugin:v0.20.0"}]}
""",
)
