"""MON404: the GPU operator finds the counters file in its ConfigMap."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.dcgm import OPERATOR_KEY
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in world.index.of_kind("ClusterPolicy"):
        path = ("spec", "dcgmExporter", "config", "name")
        name = value(policy.data, *path)
        found = [each for each in world.index.of_kind("ConfigMap") if each.name == name]
        for config_map in found[:1]:
            keys = [str(key) for key in mapping(config_map.data, "data")]
            if OPERATOR_KEY not in keys:
                message = f"{config_map} has no key `{OPERATOR_KEY}`, only {', '.join(keys) or 'none'}"
                yield Breach(policy, path, message, related=(config_map,))


RULE = Rule(
    id="MON404",
    title="The GPU operator looks for the counters under another key",
    severity=Severity.ERROR,
    why="The operator mounts the ConfigMap and points dcgm-exporter at `dcgm-metrics.csv`. Under any "
    "other key the file does not exist, and the pods end in CrashLoopBackOff with `could not read "
    "metrics file`.",
    fix="put the file under the key `dcgm-metrics.csv`",
    sources=(
        "NVIDIA/gpu-operator:controllers/object_controls.go",
        "NVIDIA/gpu-operator:deployments/gpu-operator/values.yaml",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {enabled: true, config: {name: counters}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: counters, namespace: gpu}
data:
  metrics: |
    DCGM_FI_DEV_GPU_TEMP, gauge, Temperature (in C).
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {enabled: true, config: {name: counters}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: counters, namespace: gpu}
data:
  dcgm-metrics.csv: |
    DCGM_FI_DEV_GPU_TEMP, gauge, Temperature (in C).
""",
)
