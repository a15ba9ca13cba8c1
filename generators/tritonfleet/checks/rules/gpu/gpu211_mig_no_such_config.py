"""GPU211: nodes choose MIG configurations that exist."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import files_in_use, mig_choices
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.policy import MIG_CONFIG, policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    chosen = mig_choices(world)
    files = files_in_use(world) if chosen else []
    if not files or any(file.source.problem for file in files):
        return
    named = any(policy.text(*MIG_CONFIG, "name") for policy in policies(world))
    known = {name for file in files for name in file.configs}
    for choice in chosen:
        # Where nobody names this ConfigMap, the node may go by the MIG manager's own.
        if choice.name not in known and (named or not choice.name.startswith("all-")):
            message = f"there is no MIG configuration `{choice.name}`"
            fix = did_you_mean(choice.name, known) or f"there are {listed(sorted(known))}"
            related = tuple(file.source.resource for file in files)
            yield Breach(choice.node, choice.path, message, fix, related=related)


RULE = Rule(
    id="GPU211",
    title="A node chooses a MIG configuration that does not exist",
    severity=Severity.ERROR,
    why="`mig.config.state` goes to `failed` with `selected mig-config not present`, and the node keeps "
    "the slices it had: pods that wait for the new ones stay Pending.",
    fix="label the node with the name of a configuration in the ConfigMap",
    sources=(
        "NVIDIA/mig-parted#100",
        "NVIDIA/gpu-operator#603",
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
  labels: {nvidia.com/mig.config: visoin}
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
  labels: {nvidia.com/mig.config: vision}
""",
)
