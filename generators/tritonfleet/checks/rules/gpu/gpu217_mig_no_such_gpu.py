"""GPU217: the GPUs that a configuration names by index are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import files_in_use, mig_choices
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    pass


def check(world: World) -> Verdicts:
    for choice in mig_choices(world):
        count = amount(choice.node.labels.get("nvidia.com/gpu.count"))
        # Under single, once cut, the label counts slices.
        if not count or choice.node.labels.get("nvidia.com/mig.strategy") == "single":
            continue
        for file in files_in_use(world):
            named = {index for entry in file.configs.get(choice.name, ()) for index in entry.devices or ()}
            beyond = sorted(index for index in named if index >= count)
            if beyond:
                message = f"configuration `{choice.name}` names GPU {listed(beyond)}, and the node has 0 to {count - 1}"
                yield Breach(choice.node, choice.path, message, related=(file.source.resource,))


RULE = Rule(
    id="GPU217",
    title="The MIG configuration names a GPU that the node does not have",
    severity=Severity.WARNING,
    why="The MIG manager passes over an index that no GPU has, and `mig.config.state` says `success`: the "
    "node advertises fewer slices than the configuration says.",
    fix="name indices from 0 to one less than the node's GPUs, or write devices: all",
    sources=(
        "NVIDIA/mig-parted:api/spec/v1/helpers.go",
        "NVIDIA/mig-parted:pkg/mig/config/config.go",
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
        devices: [0, 1, 2, 3]
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels: {nvidia.com/mig.config: vision, nvidia.com/gpu.count: "2"}
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
        devices: [0, 1, 2, 3]
        mig-enabled: true
        mig-devices: {1g.10gb: 7}
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels: {nvidia.com/mig.config: vision, nvidia.com/gpu.count: "4"}
""",
)
