"""GPU412: the operator's namespace admits privileged pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_LABEL = "pod-security.kubernetes.io/enforce"


def check(world: World) -> Verdicts:
    running = [policy for policy in policies(world) if policy.get("psa", "enabled") is not True]
    if not running:
        return
    for namespace in world.index.of_kind("Namespace"):
        level = namespace.labels.get(_LABEL)
        if namespace.name == (world.facts.gpu_namespace or "gpu-operator") and level in (
            "baseline",
            "restricted",
        ):
            path = ("metadata", "labels", _LABEL)
            message = f"`{_LABEL}` is `{level}`, and the operands of {running[0].resource} are privileged"
            mend = Mend("set", path, "privileged")
            yield Breach(namespace, path, message, related=(running[0].resource,), mend=mend)


RULE = Rule(
    id="GPU412",
    title="Pod Security keeps the GPU operator's pods out of their namespace",
    severity=Severity.ERROR,
    why="Drivers, toolkit and device plugin run privileged and mount folders of the node. In a namespace "
    "that enforces `baseline` or `restricted` none of their pods is made: the DaemonSets show "
    "`FailedCreate … violates PodSecurity`, and no node has a GPU.",
    fix="label the namespace pod-security.kubernetes.io/enforce: privileged, or set psa.enabled: true",
    sources=(
        "NVIDIA/gpu-operator:controllers/state_manager.go",
        "NVIDIA/gpu-operator:assets/state-driver/0500_daemonset.yaml",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true}
---
apiVersion: v1
kind: Namespace
metadata: {name: gpu-operator, labels: {pod-security.kubernetes.io/enforce: restricted}}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  driver: {enabled: true}
---
apiVersion: v1
kind: Namespace
metadata: {name: gpu-operator, labels: {pod-security.kubernetes.io/enforce: privileged}}
""",
)
