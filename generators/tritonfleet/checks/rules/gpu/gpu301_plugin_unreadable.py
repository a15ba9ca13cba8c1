"""GPU301: the device plugin can read its configuration."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        source = config.source
        if source.problem:
            yield Breach(source.resource, ("data", source.key), source.problem, inside=source.problem_at)
        elif config.data.get("version", "v1") not in ("v1", None, ""):
            message = f"`version` is {config.data['version']}, expected v1"
            yield source.breach(("version",), message, "write version: v1")


RULE = Rule(
    id="GPU301",
    title="The device plugin cannot read its configuration",
    severity=Severity.ERROR,
    why="The device plugin exits with `unable to load config`, its pod is in CrashLoopBackOff, and the "
    "node's GPUs disappear from `allocatable`; pods that ask for them stay Pending.",
    fix="mend the YAML, and begin it with version: v1",
    sources=("NVIDIA/k8s-device-plugin:api/config/v1/config.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: ConfigMap
metadata: {name: device-plugin-5f0c1d2e, namespace: gpu-operator}
data:
  shared: |
    version: v1beta1
    flags: {migStrategy: none}
    sharing:
      timeSlicing:
        renameByDefault: true
        failRequestsGreaterThanOne: true
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
