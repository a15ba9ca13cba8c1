"""GPU414: NVIDIADriver objects are read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in policies(world):
        if policy.get("driver", "useNvidiaDriverCRD") is True:
            continue
        for driver in world.index.of_kind("NVIDIADriver"):
            if driver.group == "nvidia.com":
                message = f"{policy.resource} does not have `driver.useNvidiaDriverCRD`"
                yield Breach(driver, ("spec",), message, related=(policy.resource,))


RULE = Rule(
    id="GPU414",
    title="The NVIDIADriver is ignored",
    severity=Severity.ERROR,
    why="The NVIDIADriver has state `disabled` and the condition `useNvidiaDriverCRD is not enabled in "
    "ClusterPolicy`: its nodes get the ClusterPolicy's driver, or none.",
    fix="set driver.useNvidiaDriverCRD: true in the ClusterPolicy",
    sources=("NVIDIA/gpu-operator:controllers/nvidiadriver_controller.go",),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true}
---
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: a100}
spec: {driverType: gpu, version: 580.65.06, nodeSelector: {example.com/pool: a100}}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true, useNvidiaDriverCRD: true}
---
apiVersion: nvidia.com/v1alpha1
kind: NVIDIADriver
metadata: {name: a100}
spec: {driverType: gpu, version: 580.65.06, nodeSelector: {example.com/pool: a100}}
""",
)
