"""GPU214: a MIG configuration of one's own keeps `all-disabled`."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import files_in_use
from tritonfleet.checks.gpu.mig_configs import CONFIGS
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_DEFAULT = "all-disabled"


def check(world: World) -> Verdicts:
    for file in files_in_use(world):
        if file.configs and _DEFAULT not in file.configs:
            message = f"there is no configuration `{_DEFAULT}`, which nodes without a label get"
            yield file.source.breach((CONFIGS,), message)


RULE = Rule(
    id="GPU214",
    title="The MIG configuration has no all-disabled",
    severity=Severity.WARNING,
    why="A node without the label `nvidia.com/mig.config` gets the default, `all-disabled`. A ConfigMap "
    "of one's own replaces NVIDIA's, so where it lacks that name, `mig.config.state` is `failed` on "
    "every new node, and a node once cut cannot be made whole again.",
    fix="add all-disabled: [{devices: all, mig-enabled: false}]",
    sources=(
        "NVIDIA/gpu-operator:api/nvidia/v1/clusterpolicy_types.go",
        "NVIDIA/gpu-operator:assets/state-mig-manager/0400_configmap.yaml",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: mig-a1b2c3, namespace: gpu-operator}
data:
  config.yaml: |
    version: v1
    mig-configs:
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
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
""",
)
