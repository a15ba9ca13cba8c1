"""GPU406: dcgm-exporter is told that GPUs are shared."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.exporters import exporters
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VARIABLE = "KUBERNETES_VIRTUAL_GPUS"


def check(world: World) -> Verdicts:
    by = [(config, shared) for config in plugin_configs(world) for shared in config.shared]
    for exporter in exporters(world):
        if by and exporter.environment.get(_VARIABLE, "").casefold() not in ("true", "1", "t"):
            config, shared = by[0]
            message = f"`{_VARIABLE}` is not set, and {config.source.resource} shares {shared.name}"
            yield Breach(exporter.resource, exporter.path, message, related=(config.source.resource,))


RULE = Rule(
    id="GPU406",
    title="dcgm-exporter counts a shared GPU to one of its pods",
    severity=Severity.WARNING,
    why="Of several pods on one GPU only one has its metrics, the last that the exporter read, and that may "
    "change; the others seem to use no GPU.",
    fix='set the environment variable KUBERNETES_VIRTUAL_GPUS to "true"',
    sources=(
        "NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go",
        "NVIDIA/dcgm-exporter#201",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter: {enabled: true}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter: {enabled: true, env: [{name: KUBERNETES_VIRTUAL_GPUS, value: "true"}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: none}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
)
