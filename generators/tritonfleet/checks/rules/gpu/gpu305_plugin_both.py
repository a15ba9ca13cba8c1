"""GPU305: GPUs are shared by time-slicing or by MPS."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import MODES, plugin_configs
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        sharing = mapping(config.data, "sharing")
        if all(sharing.get(mode) for mode in MODES):
            message = "`timeSlicing` is ignored beside `mps`"
            yield config.source.breach(("sharing", "timeSlicing"), message)


RULE = Rule(
    id="GPU305",
    title="A configuration shares GPUs by time-slicing and by MPS",
    severity=Severity.ERROR,
    why="The plugin goes by `mps` and ignores `timeSlicing` without a word: how many shares there are, "
    "what they are called and how much memory each gets is what `mps` says, and a resource that only "
    "`timeSlicing` names is not divided.",
    fix="keep one of timeSlicing and mps; nodes that need the other get a configuration of their own",
    sources=("NVIDIA/k8s-device-plugin:api/config/v1/sharing.go",),
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
      mps:
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
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
