"""GPU409: there is one ClusterPolicy."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    found = [policy.resource for policy in policies(world)]
    for other in found[1:]:
        # One twice among the manifests is the matter of K8S004.
        if other.name != found[0].name:
            message = f"{found[0]} is there already, and the operator goes by the older of them"
            yield Breach(other, ("metadata", "name"), message, related=(found[0],))


RULE = Rule(
    id="GPU409",
    title="There are several ClusterPolicies",
    severity=Severity.ERROR,
    why="The operator goes by the oldest; every other has status `ignored`, and what it says of drivers, "
    "MIG and sharing is without effect.",
    fix="keep one ClusterPolicy; per-node settings belong in the device plugin's and MIG manager's "
    "configurations",
    sources=(
        "NVIDIA/gpu-operator:controllers/active_config.go",
        "NVIDIA/gpu-operator:controllers/clusterpolicy_controller.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  mig: {strategy: mixed}
---
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: inference}
spec:
  mig: {strategy: single}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  mig: {strategy: mixed}
""",
)
