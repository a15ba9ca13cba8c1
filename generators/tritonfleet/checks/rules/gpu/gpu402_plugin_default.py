"""GPU402: the device plugin's default configuration exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import plugin_choices
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.policy import PLUGIN_CONFIG, named, policies
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in policies(world):
        default = policy.text(*PLUGIN_CONFIG, "default")
        for holder in named(world, policy.text(*PLUGIN_CONFIG, "name")):
            keys = [str(key) for key in mapping(holder.data, "data")]
            path = ("spec", *PLUGIN_CONFIG, "default")
            if default and default not in keys:
                message = f"{holder} has no key `{default}`"
                fix = did_you_mean(default, keys) or f"its keys: {listed(keys)}"
                yield Breach(policy.resource, path, message, fix, related=(holder,))
            elif not default and not plugin_choices(world):
                message = f"no `default` is named, so nodes without a label get none of {listed(keys)}"
                yield Breach(policy.resource, path, message, severity=Severity.WARNING, related=(holder,))


RULE = Rule(
    id="GPU402",
    title="The device plugin's default configuration does not exist",
    severity=Severity.ERROR,
    why="A node without the label `nvidia.com/device-plugin.config` gets the default. If that is no key "
    "of the ConfigMap, the config manager stops with `specified config … does not exist` and the node "
    "advertises nothing; if no default is named, the operator gives the node an empty configuration: "
    "GPUs that should be shared are not.",
    fix="set devicePlugin.config.default to a key of the ConfigMap",
    sources=(
        "NVIDIA/k8s-device-plugin#321",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
        "NVIDIA/k8s-device-plugin:cmd/config-manager/main.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  devicePlugin: {config: {name: device-plugin-5f0c1d2e, default: any}}
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
