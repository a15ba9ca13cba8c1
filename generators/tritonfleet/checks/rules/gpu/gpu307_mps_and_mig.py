"""GPU307: MPS shares whole GPUs, not MIG slices."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import profile_of
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        if config.mode != "mps":
            continue
        if config.strategy == "mixed":
            message = "`migStrategy` is `mixed`, and the device plugin does not start so with MPS"
            yield config.source.breach(("flags", "migStrategy"), message)
        for shared in config.shared:
            if shared.mode == "mps" and profile_of(shared.name):
                message = f"MPS does not share `{shared.name}`: it is a MIG slice"
                yield config.source.breach((*shared.path, "name"), message)


RULE = Rule(
    id="GPU307",
    title="MPS is combined with MIG",
    severity=Severity.ERROR,
    why="The device plugin does not start: `using --mig-strategy=mixed is not supported with MPS`, or "
    "`sharing using MPS is not supported for MIG devices`. The node advertises no GPU.",
    fix="share slices by timeSlicing, or leave the GPUs of these nodes whole and set migStrategy: none",
    sources=(
        "NVIDIA/k8s-device-plugin:cmd/nvidia-device-plugin/main.go",
        "NVIDIA/k8s-device-plugin:internal/plugin/mps.go",
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
      mps:
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
      mps:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 4}
""",
)
