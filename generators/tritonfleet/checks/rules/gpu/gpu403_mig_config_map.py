"""GPU403: the ConfigMap of the MIG manager's configurations is where the operator looks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import mig_files
from tritonfleet.checks.gpu.policy import MIG_CONFIG, missing_config_map, policies
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_OWN = "default-mig-parted-config"


def check(world: World) -> Verdicts:
    holders = [file.source.resource for file in mig_files(world)]
    for policy in policies(world):
        name = policy.text(*MIG_CONFIG, "name")
        if name and name != _OWN:  # which the operator makes itself
            yield from missing_config_map(world, policy, ("spec", *MIG_CONFIG, "name"), name, holders)


RULE = Rule(
    id="GPU403",
    title="The ClusterPolicy names a ConfigMap for the MIG manager that is not there",
    severity=Severity.ERROR,
    why="The MIG manager's pods hang in `ContainerCreating` with `MountVolume.SetUp failed … configmap "
    "not found`: labels with `nvidia.com/mig.config` change nothing, and `mig.config.state` stays "
    "what it was.",
    fix="put the ConfigMap into the operator's namespace under the name that migManager.config.name says",
    sources=(
        "NVIDIA/mig-parted#100",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  migManager: {config: {name: mig-config}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-configs, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  migManager: {config: {name: mig-configs}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-configs, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
""",
)
