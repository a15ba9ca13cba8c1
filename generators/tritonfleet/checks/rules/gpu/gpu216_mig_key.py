"""GPU216: the MIG manager finds its configuration under `config.yaml`."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import mig_files
from tritonfleet.checks.gpu.policy import MIG_CONFIG, policies
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_KEY = "config.yaml"


def check(world: World) -> Verdicts:
    used = {policy.text(*MIG_CONFIG, "name") for policy in policies(world)} - {""}
    for file in mig_files(world):
        resource = file.source.resource
        # Without the operator, a file of any name may be handed to nvidia-mig-parted.
        if resource.name in used and _KEY not in mapping(resource.data, "data"):
            path = ("data", file.source.key)
            message = f"the configuration is under `{file.source.key}`, and the MIG manager reads `{_KEY}`"
            yield Breach(resource, path, message, mend=Mend("rename", path, _KEY))


RULE = Rule(
    id="GPU216",
    title="The MIG configuration is not under the key config.yaml",
    severity=Severity.ERROR,
    why="The MIG manager reads `/mig-parted-config/config.yaml`. Under another key it finds nothing: its "
    "pod fails with `no such file or directory`, and no node is cut.",
    fix="call the key config.yaml",
    sources=(
        "NVIDIA/gpu-operator:controllers/object_controls.go",
        "NVIDIA/gpu-operator#1273",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  mig.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
---
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {migManager: {config: {name: mig-a1b2c3}}}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      all-disabled:
      - devices: all
        mig-enabled: false
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
---
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {migManager: {config: {name: mig-a1b2c3}}}
""",
)
