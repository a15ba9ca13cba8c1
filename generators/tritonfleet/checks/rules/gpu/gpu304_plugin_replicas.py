"""GPU304: a shared resource has a name, and two sharers at least."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import MODES, PluginConfig, SharedResource, plugin_configs
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        for mode in MODES:
            section = value(config.data, "sharing", mode)
            if isinstance(section, dict) and not section.get("resources"):
                message = f"`{mode}` has no resources"
                yield config.source.breach(("sharing", mode), message)
        for shared in config.shared:
            yield from _entry(config, shared)


def _entry(config: PluginConfig, shared: SharedResource) -> Verdicts:
    if not shared.name:
        yield config.source.breach((*shared.path, "name"), "an entry of `resources` has no name")
    given = shared.data.get("replicas")
    if given is None:
        yield config.source.breach((*shared.path, "replicas"), f"`replicas` of {shared.name} is missing")
    elif shared.replicas is None or shared.replicas < 2:
        message = f"`replicas` of {shared.name} is {given}, expected 2 or more"
        yield config.source.breach((*shared.path, "replicas"), message)


RULE = Rule(
    id="GPU304",
    title="A shared resource is incomplete, or has fewer than two sharers",
    severity=Severity.ERROR,
    why="The device plugin exits with `number of replicas must be >= 2`, `no replicas specified` or `no "
    "resources specified`, and the node advertises no GPU at all. One sharer is no sharing: such "
    "nodes need a configuration without the section.",
    fix="give each resource a name and replicas of 2 or more, or leave `sharing` out",
    sources=(
        "NVIDIA/k8s-device-plugin#1022",
        "NVIDIA/k8s-device-plugin:api/config/v1/replicas.go",
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
        - {name: nvidia.com/gpu, replicas: 1}
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
