"""GPU501: claims are on device classes that exist."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.claims import claims
from tritonfleet.checks.gpu.hints import slip_of
from tritonfleet.checks.gpu.selectors import published
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    if not claims(world):
        return
    here = {one.name for one in world.index.of_kind("DeviceClass")}
    known = {*here, *published().device_classes}
    for claim in claims(world):
        for ask in claim.asks:
            name = ask.device_class
            if not name or name in known or world.facts.exists("DeviceClass", "", name):
                continue
            hint = slip_of(name, known)
            if hint or world.facts.knows("DeviceClass"):
                message = f"there is no DeviceClass `{name}`"
                yield Breach(claim.resource, (*ask.path, "deviceClassName"), message, hint)
            else:
                yield Undecided(needs.existing("DeviceClass"))


RULE = Rule(
    id="GPU501",
    title="The DeviceClass does not exist",
    severity=Severity.ERROR,
    why="The pod stays Pending with `cannot allocate all claims`, or with `device class … does not exist` "
    "in the scheduler's message. Slices of every MIG profile are of one class, `mig.nvidia.com`; the "
    "profile is chosen by a selector.",
    fix="name gpu.nvidia.com for whole GPUs, mig.nvidia.com for slices, or a class of your own",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:deployments/helm/dra-driver-nvidia-gpu/templates/deviceclass-mig.yaml",
        "kubernetes/kubernetes:pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go",
    ),
    check=check,
    needs=(needs.existing("DeviceClass"),),
    fails="""\
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: bert-gpu, namespace: prod}
spec:
  spec:
    devices:
      requests:
      - name: gpu
        exactly: {deviceClassName: gpu.nvidia.co}
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
        exactly: {deviceClassName: gpu.nvidia.com}
""",
)
