"""GPU312: nodes choose configurations of the device plugin that exist."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import plugin_choices
from tritonfleet.checks.gpu.hints import did_you_mean, listed
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.gpu.policy import PLUGIN_CONFIG, named, policies
from tritonfleet.checks.objects import Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    chosen = plugin_choices(world)
    if not chosen:
        return
    holders = _holders(world)
    known = {key for holder in holders for key in mapping(holder.data, "data")}
    for choice in chosen:
        if known and choice.name not in known:
            message = f"there is no configuration `{choice.name}`"
            fix = did_you_mean(choice.name, map(str, known)) or f"there are {listed(sorted(map(str, known)))}"
            yield Breach(choice.node, choice.path, message, fix, related=tuple(holders))


def _holders(world: World) -> list[Resource]:
    """The ConfigMaps that a ClusterPolicy names; where none does, all that hold configurations."""
    names = {policy.text(*PLUGIN_CONFIG, "name") for policy in policies(world)} - {""}
    if names:
        return [one for name in sorted(names) for one in named(world, name)]
    found = {id(config.source.resource): config.source.resource for config in plugin_configs(world)}
    return list(found.values())


RULE = Rule(
    id="GPU312",
    title="A node chooses a configuration of the device plugin that does not exist",
    severity=Severity.ERROR,
    why="The config manager stops with `specified config … does not exist`, the device plugin's pod stays "
    "in Init:CrashLoopBackOff on that node, and its GPUs are gone from `allocatable`.",
    fix="label the node with a key of the ConfigMap, or add the key",
    sources=(
        "NVIDIA/k8s-device-plugin#615",
        "NVIDIA/gpu-operator#412",
        "NVIDIA/k8s-device-plugin:cmd/config-manager/main.go",
    ),
    check=check,
    fails="""\
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
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels: {nvidia.com/device-plugin.config: a100-shared}
""",
    passes="""\
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
---
apiVersion: v1
kind: Node
metadata:
  name: gpu-a
  labels: {nvidia.com/device-plugin.config: shared}
""",
)
