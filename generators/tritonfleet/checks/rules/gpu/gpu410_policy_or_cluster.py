"""GPU410: GPUs are run by a ClusterPolicy or by a GPUCluster."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.policy import policies
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_SINGLETON = "gpu-cluster"


def check(world: World) -> Verdicts:
    for cluster in world.index.of_kind("GPUCluster"):
        if cluster.group != "nvidia.com":
            continue
        if cluster.name != _SINGLETON:
            path = ("metadata", "name")
            message = f"a GPUCluster is called `{_SINGLETON}`, and this one `{cluster.name}`"
            yield Breach(cluster, path, message, f"call it {_SINGLETON}", mend=Mend("set", path, _SINGLETON))
        for policy in policies(world):
            message = f"{policy.resource} is there too"
            yield Breach(cluster, ("metadata", "name"), message, related=(policy.resource,))


RULE = Rule(
    id="GPU410",
    title="A ClusterPolicy and a GPUCluster exclude each other",
    severity=Severity.ERROR,
    why="The operator refuses to reconcile either: both are `notReady` with `ClusterPolicy and GPUCluster "
    "cannot co-exist`, and neither the device plugin nor the DRA driver is rolled out.",
    fix="keep the ClusterPolicy for the device plugin, or the GPUCluster for DRA",
    sources=(
        "NVIDIA/gpu-operator:controllers/gpucluster_controller.go",
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
apiVersion: nvidia.com/v1alpha1
kind: GPUCluster
metadata: {name: gpu-cluster}
spec: {}
""",
    passes="""\
apiVersion: nvidia.com/v1alpha1
kind: GPUCluster
metadata: {name: gpu-cluster}
spec: {draDriver: {}}
""",
)
