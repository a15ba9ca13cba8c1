"""GPU504: the class and the selectors of a request are for one kind of device."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.selectors import of_nvidia, published
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in of_nvidia(world):
        if one.ask is None or one.what != "attributes" or "||" in one.expression:
            continue
        kind = published().device_classes.get(one.ask.device_class)
        if not kind:
            continue
        if one.name == "type" and one.literal and one.literal != kind:
            message = (
                f"class `{one.ask.device_class}` has devices of type {kind}, the selector wants {one.literal}"
            )
            yield Breach(one.resource, one.path, message, _fix(one.literal))
        elif kind == "gpu" and one.name in ("profile", "parentUUID") and not one.guarded:
            message = f"devices of class `{one.ask.device_class}` are whole GPUs and have no `{one.name}`"
            yield Breach(one.resource, one.path, message, _fix("mig"))


def _fix(kind: str) -> str:
    classes = [name for name, has in published().device_classes.items() if has == kind]
    return f"set deviceClassName to {classes[0]}" if classes else ""


RULE = Rule(
    id="GPU504",
    title="The DeviceClass and the selector exclude each other",
    severity=Severity.ERROR,
    why="No device passes both, so the pod stays Pending with `cannot allocate all claims`. Whole GPUs "
    "are of class `gpu.nvidia.com` and have no profile; slices are of class `mig.nvidia.com`.",
    fix="name the class that has such devices",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-gpu.yaml",
        "kubernetes-sigs/dra-driver-nvidia-gpu:deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-mig.yaml",
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
          deviceClassName: gpu.nvidia.com
          selectors:
          - cel:
              expression: "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"
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
