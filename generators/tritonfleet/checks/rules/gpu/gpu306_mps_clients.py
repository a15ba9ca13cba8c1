"""GPU306: MPS has no more clients than its server takes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_MOST = 48


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        for shared in config.shared:
            if shared.mode == "mps" and (shared.replicas or 0) > _MOST:
                message = f"`replicas` of {shared.name} is {shared.replicas}, and an MPS server takes {_MOST} clients"
                yield config.source.breach((*shared.path, "replicas"), message)


RULE = Rule(
    id="GPU306",
    title="MPS shares a GPU by more clients than its server takes",
    severity=Severity.ERROR,
    why="The MPS control daemon stops with `maximum allowed replicas exceeded`, the device plugin waits "
    "for it for ever, and the node advertises no GPU. A server takes 48 clients, on GPUs before "
    "compute capability 7.5 it takes 16.",
    fix="lower replicas to 48 or less",
    sources=("NVIDIA/k8s-device-plugin:cmd/mps-control-daemon/mps/device.go",),
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
      mps:
        renameByDefault: true
        failRequestsGreaterThanOne: true
        resources:
        - {name: nvidia.com/gpu, replicas: 64}
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
        - {name: nvidia.com/gpu, replicas: 48}
""",
)
