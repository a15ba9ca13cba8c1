"""GPU313: time-slicing refuses pods that ask for several shares."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.plugin_configs import plugin_configs
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for config in plugin_configs(world):
        section = mapping(config.data, "sharing", "timeSlicing")
        if (
            section.get("resources")
            and config.mode == "timeSlicing"
            and not config.fails_above_one("timeSlicing")
        ):
            message = (
                "`failRequestsGreaterThanOne` is not set: a request for two shares is taken for more of a GPU"
            )
            yield config.source.breach(("sharing", "timeSlicing"), message)


RULE = Rule(
    id="GPU313",
    title="Pods may ask for several shares and get no more",
    severity=Severity.INFO,
    why="A pod that asks for two shares gets two places in the queue of the same GPU, or of two GPUs it "
    "does not know apart: no more compute, no more memory. The plugin refuses such pods with "
    "`UnexpectedAdmissionError` when it is told to.",
    fix="set failRequestsGreaterThanOne: true",
    sources=(
        "NVIDIA/k8s-device-plugin:README.md",
        "NVIDIA/k8s-device-plugin:internal/rm/rm.go",
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
