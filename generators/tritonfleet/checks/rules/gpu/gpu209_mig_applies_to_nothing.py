"""GPU209: the configuration that a node chooses means its GPUs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import files_in_use, mig_choices
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for choice in mig_choices(world):
        for file in files_in_use(world):
            entries, product = file.configs.get(choice.name), choice.product
            if entries and product and not any(entry.applies_to(product) for entry in entries):
                from tritonfleet import geometry

                message = f"no entry of configuration `{choice.name}` is for {product.name}"
                fix = f"add {listed(geometry.filters(product))} to its device-filter"
                yield Breach(choice.node, choice.path, message, fix, related=(file.source.resource,))


RULE = Rule(
    id="GPU209",
    title="The node's MIG configuration does not match its GPUs",
    severity=Severity.ERROR,
    why="No entry's device filter has the id of the node's product, so nothing is cut, and "
    "`mig.config.state` says `success` all the same. Pods wait for slices that are never advertised.",
    fix="add the product's PCI id to the device filter, or choose a configuration for this product",
    sources=(
        "NVIDIA/mig-parted#120",
        "NVIDIA/mig-parted#343",
        "NVIDIA/gpu-operator#900",
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
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels: {nvidia.com/mig.config: vision, nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3}
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
  labels: {nvidia.com/mig.config: vision, nvidia.com/gpu.product: NVIDIA-A100-SXM4-80GB}
""",
)
