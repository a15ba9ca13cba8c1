"""GPU311: the device plugin's configuration asks for nothing that the plugin ignores."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import full_name, plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        if config.data.get("resources"):
            yield config.source.breach(("resources",), "`resources` is ignored")
        for shared in config.shared:
            rename, devices = shared.data.get("rename"), shared.data.get("devices")
            if rename and full_name(rename) != config.advertised(shared):
                message = f"`rename` is ignored: the shares are called {config.advertised(shared)}"
                yield config.source.breach((*shared.path, "rename"), message)
            if devices is not None and devices != "all":
                message = f"`devices` is ignored: every {shared.name} is shared"
                yield config.source.breach((*shared.path, "devices"), message)


RULE = Rule(
    id="GPU311",
    title="The device plugin ignores a part of its configuration",
    severity=Severity.WARNING,
    why="The plugin reads `resources`, `rename` and `devices`, writes `not yet supported in the config. "
    "Ignoring...` to its log, and goes on without them: resources keep their names, and every device "
    "is shared.",
    fix="leave it out; to give shares a name of their own set renameByDefault, to share some GPUs give "
    "their nodes a configuration of their own",
    sources=(
        "NVIDIA/k8s-device-plugin:api/config/v1/config.go",
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
        - {name: nvidia.com/gpu, replicas: 4, devices: [0, 1]}
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
        - {name: nvidia.com/gpu, replicas: 4, devices: all}
""",
)
