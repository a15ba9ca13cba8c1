"""GPU412: dcgm-exporter finds its list of metrics."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.policy import (
    named,
    policies,
)
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_KEY = "dcgm-metrics.csv"


def check(world: World) -> Verdicts:
    for policy in policies(world):
        name = policy.text("dcgmExporter", "config", "name")
        for holder in named(world, name) if name else ():
            keys = mapping(holder.data, "data")
            if _KEY not in keys:
                path = ("spec", "dcgmExporter", "config", "name")
                message = f"{holder} has no key `{_KEY}`"
                yield Breach(policy.resource, path, message, f"its keys: {listed(keys)}", related=(holder,))


RULE = Rule(
    id="GPU412",
    title="The list of dcgm-exporter's metrics is not there",
    severity=Severity.ERROR,
    why="The operator mounts the key `dcgm-metrics.csv` of the ConfigMap. Where it is missing the "
    "exporter's pods hang in `ContainerCreating` or serve no metrics, and dashboards and scalers that "
    "query `DCGM_…` are empty.",
    fix="put the complete list under the key dcgm-metrics.csv of the ConfigMap",
    sources=(
        "NVIDIA/gpu-operator:controllers/object_controls.go",
        "NVIDIA/dcgm-exporter:etc/default-counters.csv",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter: {config: {name: dcgm-metrics}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: dcgm-metrics, namespace: gpu-operator}
data:
  metrics.csv: |
    DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %).
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter: {config: {name: dcgm-metrics}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: dcgm-metrics, namespace: gpu-operator}
data:
  dcgm-metrics.csv: |
    DCGM_FI_DEV_GPU_UTIL, gauge, GPU utilization (in %).
""",
)
