"""GPU213: nodes under MIG strategy single are cut into slices of one profile."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import Choice, files_in_use, mig_choices
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.mig_configs import MigEntry
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    single = any(policy.text("mig", "strategy") == "single" for policy in policies(world))
    for choice in mig_choices(world):
        if not single and choice.node.labels.get("nvidia.com/mig.strategy") != "single":
            continue
        for file in files_in_use(world):
            entries = [one for one in file.configs.get(choice.name, ()) if _means(one, choice)]
            profiles = list(dict.fromkeys(p for one in entries for p, count in one.layout.items() if count))
            whole = [one for one in entries if one.data.get("mig-enabled") is False]
            if len(profiles) > 1 or (profiles and whole):
                cut = listed([*profiles, *(["whole GPUs"] if whole else [])])
                message = (
                    f"configuration `{choice.name}` cuts the node into {cut}, and the MIG strategy is single"
                )
                yield Breach(choice.node, choice.path, message, related=(file.source.resource,))


def _means(entry: MigEntry, choice: Choice) -> bool:
    product = choice.product
    return not entry.filters if product is None else entry.applies_to(product)


RULE = Rule(
    id="GPU213",
    title="Under MIG strategy single a node is cut into different slices",
    severity=Severity.ERROR,
    why="The device plugin stops with `more than one MIG device type present on node`, the node's "
    "`nvidia.com/gpu.product` ends in `-MIG-INVALID`, and it advertises no GPU. Strategy single wants "
    "every GPU of a node cut, all into one profile.",
    fix="cut every GPU into the same profile, or use strategy mixed",
    sources=(
        "NVIDIA/gpu-operator#479",
        "NVIDIA/gpu-operator#460",
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
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
        mig-devices: {3g.40gb: 1, 1g.10gb: 3}
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels:
    nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB
    nvidia.com/mig.config: vision
    nvidia.com/mig.strategy: single
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
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels:
    nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB
    nvidia.com/mig.config: vision
    nvidia.com/mig.strategy: single
""",
)
