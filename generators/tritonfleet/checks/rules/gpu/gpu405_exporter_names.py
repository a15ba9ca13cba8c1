"""GPU405: dcgm-exporter knows the resources of renamed shares."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.exporters import exporters, renamed_shares
from tritonfleet.checks.gpu.hints import listed, profile_of
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VARIABLE = "NVIDIA_RESOURCE_NAMES"


def check(world: World) -> Verdicts:
    for exporter in exporters(world):
        told = {one.strip() for one in exporter.environment.get(_VARIABLE, "").split(",")}
        # Whatever begins with nvidia.com/mig- is known, shared or not.
        unknown = [name for name in renamed_shares(world) if name not in told and not profile_of(name)]
        if unknown:
            message = f"`{_VARIABLE}` does not have {listed(unknown)}"
            fix = f"set {_VARIABLE} to {','.join(sorted({*told, *unknown} - {''}))}"
            yield Breach(exporter.resource, exporter.path, message, fix)


RULE = Rule(
    id="GPU405",
    title="dcgm-exporter does not know the name of the shares",
    severity=Severity.WARNING,
    why="GPU metrics of pods with a share have no `pod`, `namespace` or `container` label, so dashboards "
    "and alerts by pod show nothing. The exporter looks for `nvidia.com/gpu` and `nvidia.com/mig-…`; "
    "other names must be told to it.",
    fix="add the environment variable NVIDIA_RESOURCE_NAMES with the names, separated by commas",
    sources=(
        "NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go",
        "NVIDIA/dcgm-exporter#151",
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
  dcgmExporter:
    env:
    - {name: NVIDIA_RESOURCE_NAMES, value: nvidia.com/gpu.shared}
    - {name: KUBERNETES_VIRTUAL_GPUS, value: "true"}
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
