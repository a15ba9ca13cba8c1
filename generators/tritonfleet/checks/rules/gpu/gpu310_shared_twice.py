"""GPU310: a resource is shared by one entry."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        seen: set[tuple[str, str]] = set()
        for shared in config.shared:
            if shared.name and (shared.mode, shared.name) in seen:
                message = f"`{shared.name}` is shared by an entry before this one"
                yield config.source.breach((*shared.path, "name"), message)
            seen.add((shared.mode, shared.name))


RULE = Rule(
    id="GPU310",
    title="A resource is shared by two entries",
    severity=Severity.WARNING,
    why="The node advertises the larger of the two numbers, and its label `nvidia.com/gpu.replicas` says the first: "
    "whoever plans by either file or label plans wrongly.",
    fix="keep one entry a resource",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/device_map.go",
        "NVIDIA/k8s-device-plugin:internal/lm/resource.go",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: mixed}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
        - {name: nvidia.com/gpu, replicas: 8}
""",
    passes="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: mixed}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
        - {name: nvidia.com/mig-1g.10gb, replicas: 2}
""",
)
