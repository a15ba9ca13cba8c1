"""GPU408: a ClusterPolicy does not ask for what the operator no longer does."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.gpu.policy_fields import ignored_fields
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for policy in policies(world):
        for field, instead in ignored_fields().items():
            path = tuple(field.split("."))
            given = policy.get(*path)
            if given is True:  # Charts write out what is off anyway.
                message = f"`{field}` is `true`, and the operator ignores it"
                yield Breach(policy.resource, ("spec", *path), message, f"remove it: {instead}")


RULE = Rule(
    id="GPU408",
    title="The ClusterPolicy sets a field that the operator ignores",
    severity=Severity.INFO,
    why="The field is taken and has no effect in current releases of the operator, so the cluster does "
    "something else than the ClusterPolicy says.",
    fix="remove the field",
    sources=("NVIDIA/gpu-operator:api/nvidia/v1/clusterpolicy_types.go",),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true, useOpenKernelModules: true}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true, kernelModuleType: open}
""",
)
