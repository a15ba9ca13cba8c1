"""GPU517: a device class is mapped to a resource where Kubernetes can."""

from __future__ import annotations

from tritonfleet.checks.facts import Facts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.selectors import published
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GATE = "DRAExtendedResource"


def check(world: World) -> Verdicts:
    for device_class in world.index.of_kind("DeviceClass"):
        name = value(device_class.data, "spec", "extendedResourceName")
        # The driver's own chart always has it, and goes well without.
        if not name or device_class.name in published().device_classes or not _is_off(world.kubernetes):
            continue
        message = (
            f"{_GATE} is off by default in Kubernetes {world.kubernetes}, so nothing advertises `{name}`"
        )
        yield Breach(device_class, ("spec", "extendedResourceName"), message)


def _is_off(kubernetes: str) -> bool:
    from tritonfleet.dra import facts
    from tritonfleet.tools.version import Version

    since = facts().on_since[_GATE]
    return since is None or Version.parse(kubernetes) < since


RULE = Rule(
    id="GPU517",
    title="The cluster does not map DeviceClasses to extended resources",
    severity=Severity.ERROR,
    why="The API server drops `extendedResourceName` while the feature gate DRAExtendedResource is off, "
    "as it is by default before Kubernetes 1.36: pods that ask for the resource stay Pending with "
    "`Insufficient`.",
    fix="switch the gate on, upgrade to Kubernetes 1.36, or let pods claim the class",
    sources=(
        "kubernetes/kubernetes:pkg/features/kube_features.go",
        "kubernetes-sigs/dra-driver-nvidia-gpu:demo/specs/extended-resources/gpu-full.yaml",
    ),
    check=check,
    facts=Facts(kubernetes="1.35"),
    fails="""\
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: {name: mig-1g-10gb}
spec:
  extendedResourceName: nvidia.com/mig-1g.10gb
  selectors:
  - cel:
      expression: "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"
""",
    passes="""\
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: {name: mig-1g-10gb}
spec:
  selectors:
  - cel:
      expression: "device.attributes['gpu.nvidia.com'].profile == '1g.10gb'"
""",
)
