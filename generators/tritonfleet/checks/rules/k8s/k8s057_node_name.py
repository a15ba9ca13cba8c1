"""K8S057: the scheduler chooses the node."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    pods_with,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for workload in world.derived(pods_with).get("nodeName", ()):
        name = workload.spec.get("nodeName")
        if isinstance(name, str) and name:
            message = f"the pods go to node `{name}` whether it has room, or exists, or not"
            yield Breach(workload.resource, (*workload.path, "spec", "nodeName"), message)


RULE = Rule(
    id="K8S057",
    title="A node is chosen by hand",
    severity=Severity.WARNING,
    why="nodeName bypasses the scheduler: taints are ignored, resources are not counted beforehand, and the "
    "kubelet refuses what does not fit, with OutOfcpu or UnexpectedAdmissionError for GPUs. When the node "
    "is replaced the pods wait for ever.",
    fix="use a nodeSelector or affinity on a label of the node",
    sources=("kubernetes/website:content/en/docs/concepts/scheduling-eviction/assign-pod-node.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {nodeName: gpu-node-3, containers: [{name: triton, image: "tritonserver:26.07"}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  nodeSelector: {node.kubernetes.io/instance-type: c7i.4xlarge}
  containers: [{name: triton, image: "tritonserver:26.07"}]
""",
)
