"""GPU503: selectors read NVIDIA's devices under the name of their driver."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import NVIDIA
from tritonfleet.checks.gpu.hints import slip_of
from tritonfleet.checks.gpu.selectors import readings
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_MEANT = frozenset(
    {"nvidia.com", "nvidia", "gpu.nvidia", "gpus.nvidia.com", "mig.nvidia.com", "nvidia.com/gpu"}
)
"""What people write for the driver: its domain, or a DeviceClass."""


def check(world: World) -> Verdicts:
    for one in readings(world):
        if one.domain != NVIDIA and (one.domain in _MEANT or slip_of(one.domain, [NVIDIA])):
            message = f"no driver publishes under `{one.domain}`"
            yield Breach(one.resource, one.path, message, f"write device.{one.what}['{NVIDIA}'].{one.name}")


RULE = Rule(
    id="GPU503",
    title="A selector reads under a name that no driver has",
    severity=Severity.ERROR,
    why="Attributes are kept by the driver's name. Under another name there are none, reading one is an "
    "error in CEL, and the pod stays Pending with `no such key`.",
    fix="write device.attributes['gpu.nvidia.com']",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/reference/resourceslice-attributes.md",
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
        exactly:
          deviceClassName: mig.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['mig.nvidia.com'].profile == '1g.10gb'"
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
        exactly:
          deviceClassName: mig.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"
""",
)
