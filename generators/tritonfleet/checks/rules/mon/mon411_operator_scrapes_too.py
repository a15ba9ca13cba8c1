"""MON411: dcgm-exporter is not scraped by the GPU operator's monitor and by another one."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import selects
from tritonfleet.checks.monitors.model import watched
from tritonfleet.checks.monitors.selection import MONITORS
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_ENABLED = ("spec", "dcgmExporter", "serviceMonitor", "enabled")
_LABELS = {"app": "nvidia-dcgm-exporter"}
"""Of the Service and the pods. Source: NVIDIA/gpu-operator:assets/state-dcgm-exporter/0400_service.yaml and others."""
_OWN_NAME = "nvidia-dcgm-exporter"
_USUAL = "gpu-operator"


def check(world: World) -> Verdicts:
    for policy in world.index.of_kind("ClusterPolicy"):
        if (
            value(policy.data, *_ENABLED) is True
            and value(policy.data, *_ENABLED[:2], "enabled") is not False
        ):
            for monitor in world.index.of_kind(*MONITORS):
                if monitor.name != _OWN_NAME and _is_for_the_operators(world, monitor):
                    message = f"{policy} has dcgm-exporter scraped too"
                    yield Breach(monitor, ("spec", "selector"), message, related=(policy,))


def _is_for_the_operators(world: World, monitor: Resource) -> bool:
    """Whether it selects what the operator makes, by a selector that means it, in the operator's namespace."""
    selector = mapping(monitor.data, "spec", "selector")
    if not selector or not selects(selector, _LABELS):
        return False
    everywhere = value(monitor.data, "spec", "namespaceSelector", "any") is True
    return everywhere or (world.facts.gpu_namespace or _USUAL) in watched(world, monitor)


RULE = Rule(
    id="MON411",
    title="dcgm-exporter is scraped by the GPU operator's monitor and by another",
    severity=Severity.WARNING,
    why="The operator makes a ServiceMonitor of its own, which is not among the manifests. With two, every GPU has "
    "its series twice, and sums over GPUs are double.",
    fix="set `dcgmExporter.serviceMonitor.enabled: false` in the ClusterPolicy, or remove the monitor",
    sources=(
        "NVIDIA/gpu-operator:assets/state-dcgm-exporter/0500_service_monitor.yaml",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {serviceMonitor: {enabled: true}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: gpus, namespace: monitoring}
spec:
  namespaceSelector: {matchNames: [gpu-operator]}
  selector: {matchLabels: {app: nvidia-dcgm-exporter}}
  endpoints: [{port: gpu-metrics, honorLabels: true}]
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {serviceMonitor: {enabled: false}}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: gpus, namespace: monitoring}
spec:
  namespaceSelector: {matchNames: [gpu-operator]}
  selector: {matchLabels: {app: nvidia-dcgm-exporter}}
  endpoints: [{port: gpu-metrics, honorLabels: true}]
""",
)
