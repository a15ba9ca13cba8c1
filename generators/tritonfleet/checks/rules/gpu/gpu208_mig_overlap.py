"""GPU208: a GPU is in one entry of a configuration."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.mig_configs import mig_files
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for file in mig_files(world):
        for name, entries in file.configs.items():
            for number, later in enumerate(entries):
                earlier = next((one for one in entries[:number] if one.meets(later)), None)
                if earlier and earlier.data != later.data:
                    both = f"entries {earlier.path[-1]} and {later.path[-1]}"
                    message = f"configuration `{name}`: {both} match the same GPUs"
                    yield file.source.breach(later.path, message)


RULE = Rule(
    id="GPU208",
    title="Two entries of a MIG configuration match the same GPUs",
    severity=Severity.ERROR,
    why="The later entry wins without a word, so GPUs are cut otherwise than the earlier says, and the "
    "node advertises less of one resource than the plan counts on.",
    fix="give each entry devices or filters of its own",
    sources=(
        "NVIDIA/mig-parted:pkg/mig/config/config.go",
        "NVIDIA/mig-parted:api/spec/v1/helpers.go",
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
      all-disabled:
      - devices: all
        mig-enabled: false
      vision:
      - device-filter: ["0x20B210DE"]
        devices: all
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
      - device-filter: ["0x20B210DE"]
        devices: [0, 1]
        mig-enabled: false
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
        devices: [2, 3]
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
      - device-filter: ["0x20B210DE"]
        devices: [0, 1]
        mig-enabled: false
""",
)
