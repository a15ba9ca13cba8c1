"""GPU415: a node has one NVIDIADriver."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of, shown
from tritonfleet.checks.objects import Resource, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    drivers = [one for one in world.index.of_kind("NVIDIADriver") if one.group == "nvidia.com"]
    own = [one for one in drivers if value(one.data, "spec", "default") is not True]
    for number, later in enumerate(own):
        for earlier in own[:number]:
            # Selectors with different keys may or may not meet; only one within the other surely does.
            mine, theirs = _selector(later), _selector(earlier)
            if mine.items() <= theirs.items() or theirs.items() <= mine.items():
                message = _shared(mine, theirs, earlier)
                yield Breach(later, ("spec", "nodeSelector"), message, related=(earlier,))


def _shared(mine: dict[str, str], theirs: dict[str, str], earlier: Resource) -> str:
    if not theirs:
        return f"{earlier} has no nodeSelector, so these nodes are its too"
    if not mine:
        return f"without a nodeSelector its nodes are those of {earlier} too"
    return f"its nodes, {shown(mine)}, are also those of {earlier}"


def _selector(driver: Resource) -> dict[str, str]:
    return labels_of(value(driver.data, "spec", "nodeSelector"))


RULE = Rule(
    id="GPU415",
    title="Two NVIDIADrivers are for the same nodes",
    severity=Severity.ERROR,
    why="The operator refuses both with `multiple NVIDIADrivers match the same node` and the condition "
    "ConflictingNodeSelector: no driver is rolled out or upgraded on any node of either. One without "
    "a nodeSelector is for every GPU node.",
    fix="give each NVIDIADriver a nodeSelector that no other's nodes have",
    sources=(
        "NVIDIA/gpu-operator:internal/validator/validator.go",
        "NVIDIA/gpu-operator:api/nvidia/v1alpha1/nvidiadriver_types.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: a100}
spec: {driverType: gpu, version: 580.65.06, nodeSelector: {example.com/pool: a100}}
---
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: all}
spec: {driverType: gpu, version: 580.65.06}
""",
    passes="""\
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: a100}
spec: {driverType: gpu, version: 580.65.06, nodeSelector: {example.com/pool: a100}}
---
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: h100}
spec: {driverType: gpu, version: 580.65.06, nodeSelector: {example.com/pool: h100}}
""",
)
