"""GPU514: time-slicing is set for whole GPUs."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import claims
from tritonfleet.checks.objects import items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for number, entry in items(claim.data, "config"):
            parameters = mapping(entry, "opaque", "parameters")
            if parameters.get("kind") != "MigDeviceConfig":
                continue
            if value(parameters, "sharing", "strategy") == "TimeSlicing":
                at = ("config", number, "opaque", "parameters", "sharing", "strategy")
                yield Breach(claim.resource, (*claim.path, *at), "time slices are set for MIG devices")


RULE = Rule(
    id="GPU514",
    title="Time-slicing is set for a MIG slice, where it has no effect",
    severity=Severity.INFO,
    why="The driver takes the setting and does nothing: the length of time slices belongs to the whole "
    "GPU. Processes on one slice take turns as they would without it.",
    fix="leave the sharing out, or use strategy MPS",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:api/nvidia.com/resource/v1beta1/sharing.go",
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/time-slicing.md",
    ),
    check=check,
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: mig.nvidia.com}
      config:
      - opaque:
          driver: gpu.nvidia.com
          parameters:
            apiVersion: resource.nvidia.com/v1beta1
            kind: MigDeviceConfig
            sharing: {strategy: TimeSlicing}
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: mig.nvidia.com}
      config:
      - opaque:
          driver: gpu.nvidia.com
          parameters:
            apiVersion: resource.nvidia.com/v1beta1
            kind: MigDeviceConfig
            sharing: {strategy: MPS}
""",
)
