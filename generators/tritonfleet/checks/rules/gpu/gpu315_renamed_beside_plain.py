"""GPU315: nodes that share one resource call its shares alike, or pods can tell them apart."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import listed
from tritonfleet.checks.gpu.plugin_configs import PluginConfig, SharedResource, plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    if len(plugin_configs(world)) < 2:
        return
    by_name: dict[tuple[int, str], list[tuple[PluginConfig, SharedResource]]] = defaultdict(list)
    for config in plugin_configs(world):
        for shared in config.shared:
            by_name[id(config.source.resource), shared.name].append((config, shared))
    for (_, name), uses in by_name.items():
        plain = [(config, shared) for config, shared in uses if config.advertised(shared) == name]
        if plain and len(plain) < len(uses):
            config, shared = plain[0]
            keys = listed(c.source.key for c, s in uses if c.advertised(s) != name)
            message = f"shares of `{name}` keep its name here, and are renamed in {keys}"
            yield config.source.breach(("sharing", shared.mode), message)


RULE = Rule(
    id="GPU315",
    title="Some configurations rename shares and others do not",
    severity=Severity.WARNING,
    why="`nvidia.com/gpu` then means a whole GPU on some nodes and a share on others. A pod that asks for "
    "it lands on either: the same service is fast on one node and slow or out of memory on the next.",
    fix="set renameByDefault: true in every configuration that shares the resource",
    sources=(
        "NVIDIA/k8s-device-plugin:README.md",
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
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
  plain: |
    version: v1
    sharing:
      timeSlicing:
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 2}
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
  two: |
    version: v1
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 2}
""",
)
