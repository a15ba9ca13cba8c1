"""GPU404: a MIG strategy that nodes shall have is not overruled by the ClusterPolicy."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.gpu.policy import PLUGIN_CONFIG, policies
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in policies(world):
        strategy, name = policy.text("mig", "strategy"), policy.text(*PLUGIN_CONFIG, "name")
        if not strategy:
            continue
        for config in plugin_configs(world):
            # Where no GPU is cut, as under none, every strategy does the same.
            differs = config.strategy in ("single", "mixed") and config.strategy != strategy
            if config.source.resource.name == name and differs:
                message = f"`mig.strategy` {strategy} of {policy.resource} wins over `migStrategy` {config.strategy}"
                yield config.source.breach(("flags", "migStrategy"), message, related=(policy.resource,))


RULE = Rule(
    id="GPU404",
    title="The ClusterPolicy overrules the MIG strategy of a node's configuration",
    severity=Severity.WARNING,
    why="The operator puts `mig.strategy` into the plugin's environment, and that wins over a "
    "configuration's `flags.migStrategy`. Nodes whose configuration says otherwise advertise slices "
    "by the wrong name, and pods that ask for the right one stay Pending.",
    fix='set mig.strategy: "" in the ClusterPolicy, so that each configuration decides',
    sources=(
        "NVIDIA/gpu-operator#704",
        "NVIDIA/gpu-operator#835",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  mig: {strategy: single}
  devicePlugin: {config: {name: device-plugin-5f0c1d2e, default: shared}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: mixed}
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
  mig: {strategy: mixed}
  devicePlugin: {config: {name: device-plugin-5f0c1d2e, default: shared}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: mixed}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
)
