"""GPU316: the device plugin shares GPUs as the fleet says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.chosen import PLUGIN_LABEL
from tritonfleet.checks.gpu.plugin_configs import PluginConfig, plugin_configs
from tritonfleet.checks.gpu.policy import PLUGIN_CONFIG, policies
from tritonfleet.checks.quantities import amount
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

if TYPE_CHECKING:
    pass


def check(world: World) -> Verdicts:
    configs = _in_use(world) if world.facts.nodes else {}
    for node in world.facts.nodes or () if configs else ():
        key = node.labels.get(PLUGIN_LABEL)
        if key and key not in configs:
            first = next(iter(configs.values())).source.resource
            message = f"there is no configuration `{key}`, which nodes of pool {node.pool} choose"
            yield Breach(first, ("data",), message)
        elif key and configs[key].data:
            yield from _judge(configs[key], node)


def _in_use(world: World) -> dict[str, PluginConfig]:
    names = {policy.text(*PLUGIN_CONFIG, "name") for policy in policies(world)} - {""}
    found = plugin_configs(world)
    return {one.source.key: one for one in found if not names or one.source.resource.name in names}


def _judge(config: PluginConfig, node: NodeFacts) -> Verdicts:
    strategy = node.labels.get("nvidia.com/mig.strategy", "")
    if strategy and config.strategy not in ("", strategy):
        message = f"`migStrategy` is `{config.strategy}`, and nodes of pool {node.pool} have {strategy}"
        yield config.source.breach(("flags", "migStrategy"), message)
    made = {
        one.name: (one.replicas, config.advertised(one)) for one in config.shared if one.mode == config.mode
    }
    for name in node.resources:
        base = name.removesuffix(".shared")
        replicas = amount(node.labels.get(f"{base}.replicas")) or 1
        given, called = made.get(base, (1, base))
        if (given or 1) != replicas or called != name:
            here = f"`{base}` is shared by {given} as {called}"
            message = f"{here}, and on nodes of pool {node.pool} by {replicas} as {name}"
            yield config.source.breach(("sharing",), message)


RULE = Rule(
    id="GPU316",
    title="The device plugin's configuration shares GPUs otherwise than the fleet says",
    severity=Severity.ERROR,
    why="The nodes advertise another number of shares, or another name for them, than services were "
    "placed on: pods stay Pending with `Insufficient nvidia.com/gpu.shared`, or more of them meet on "
    "a GPU than its memory holds. It comes from an edit of the ConfigMap that the fleet does not know "
    "of.",
    fix="generate the ConfigMap from the fleet again, or declare the sharing there",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/k8s-device-plugin:internal/lm/resource.go",
    ),
    check=check,
    facts=Facts(
        nodes=(
            NodeFacts(
                1,
                {"nvidia.com/gpu.shared": 32},
                {"nvidia.com/device-plugin.config": "shared", "nvidia.com/gpu.replicas": "4"},
                pool="a100",
            ),
        )
    ),
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
        - {name: nvidia.com/gpu, replicas: 8}
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
""",
)
