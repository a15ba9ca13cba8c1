"""GPU401: the ConfigMap of the device plugin's configurations is where the operator looks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.gpu.policy import PLUGIN_CONFIG, missing_config_map, policies
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    holders = [config.source.resource for config in plugin_configs(world)]
    for policy in policies(world):
        name = policy.text(*PLUGIN_CONFIG, "name")
        if name:
            yield from missing_config_map(world, policy, ("spec", *PLUGIN_CONFIG, "name"), name, holders)


RULE = Rule(
    id="GPU401",
    title="The ClusterPolicy names a ConfigMap for the device plugin that is not there",
    severity=Severity.ERROR,
    why="The device plugin's pods hang in `ContainerCreating` with `MountVolume.SetUp failed … configmap "
    "not found`, and no node advertises a GPU. The ConfigMap must be in the operator's own namespace, "
    "under exactly this name.",
    fix="put the ConfigMap into the operator's namespace under the name that devicePlugin.config.name says",
    sources=(
        "NVIDIA/gpu-operator#412",
        "NVIDIA/k8s-device-plugin#990",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {config: {name: device-plugin-config, default: shared}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-configs, namespace: gpu-operator}
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
  devicePlugin: {config: {name: device-plugin-5f0c1d2e, default: shared}}
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
