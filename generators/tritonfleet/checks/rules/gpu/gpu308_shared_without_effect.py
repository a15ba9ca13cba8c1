"""GPU308: what is shared is advertised under the MIG strategy."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import profile_of
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        if config.strategy not in ("none", "single"):
            continue  # Left open, it is set by the environment or the ClusterPolicy.
        for shared in config.shared:
            if profile_of(shared.name):
                message = f"`migStrategy` is `{config.strategy}`, so no node advertises `{shared.name}`"
                yield config.source.breach((*shared.path, "name"), message)


RULE = Rule(
    id="GPU308",
    title="A MIG slice is shared where no slice is advertised by name",
    severity=Severity.ERROR,
    why="The plugin skips the entry without a word: under strategies none and single there is no resource "
    "`nvidia.com/mig-…`, slices are `nvidia.com/gpu`. The node advertises fewer units than planned, and the pods "
    "beyond stay Pending.",
    fix="share nvidia.com/gpu, or set migStrategy: mixed",
    sources=("NVIDIA/k8s-device-plugin:internal/rm/device_map.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1
    flags: {migStrategy: single}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/mig-1g.10gb, replicas: 4}
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
        - {name: nvidia.com/mig-1g.10gb, replicas: 4}
""",
)
