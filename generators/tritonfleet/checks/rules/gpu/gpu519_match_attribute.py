"""GPU519: devices of a claim are matched by an attribute that they have."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import NVIDIA, claims
from tritonfleet.checks.gpu.hints import did_you_mean
from tritonfleet.checks.gpu.selectors import published
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for claim in claims(world):
        for number, constraint in items(claim.data, "constraints"):
            name = constraint.get("matchAttribute")
            domain, _, attribute = name.rpartition("/") if isinstance(name, str) else ("", "", "")
            if domain == NVIDIA and not published().has_attribute(attribute):
                path = (*claim.path, "constraints", number, "matchAttribute")
                every = [f"{NVIDIA}/{one}" for kind in published().attributes.values() for one in kind]
                message = f"`{attribute}` is no attribute of NVIDIA's devices"
                yield Breach(claim.resource, path, message, did_you_mean(str(name), every))


RULE = Rule(
    id="GPU519",
    title="Devices are matched by an attribute that NVIDIA's do not have",
    severity=Severity.ERROR,
    why="A device without the attribute never matches another, so the claim is never allocated and the "
    "pod stays Pending. The name is qualified by the driver: `gpu.nvidia.com/parentUUID`.",
    fix="match an attribute of the driver, such as gpu.nvidia.com/parentUUID",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/reference/resourceslice-attributes.md",
        "kubernetes/kubernetes:pkg/apis/resource/validation/validation.go",
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
        exactly: {deviceClassName: mig.nvidia.com, count: 2}
      constraints: [{requests: [gpu], matchAttribute: gpu.nvidia.com/parentUuid}]
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
        exactly: {deviceClassName: mig.nvidia.com, count: 2}
      constraints: [{requests: [gpu], matchAttribute: gpu.nvidia.com/parentUUID}]
""",
)
