"""GPU123: pods without a GPU do not tolerate the taint of GPU nodes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_pods
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_GPU_TAINT = "nvidia.com/gpu"
_SERVING = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout"})
"""What stays: agents run on every node on purpose, and jobs end."""


def check(world: World) -> Verdicts:
    asking: set[int] | None = None
    for workload in world.index.workloads:
        if not workload.spec.get("tolerations") or workload.resource.kind not in _SERVING:
            continue
        if workload.spec.get("nodeSelector") or mapping(workload.spec, "affinity").get("nodeAffinity"):
            continue  # Somebody chose the nodes.
        for number, toleration in items(workload.spec, "tolerations"):
            if toleration.get("key") != _GPU_TAINT or workload.spec.get("resourceClaims"):
                continue
            if asking is None:
                asking = {id(maker.resource) for maker, _ in gpu_pods(world)}
            if id(workload.resource) not in asking:
                path = (*workload.path, "spec", "tolerations", number)
                message = f"the pods tolerate `{_GPU_TAINT}` and ask for no GPU"
                yield Breach(workload.resource, path, message)


RULE = Rule(
    id="GPU123",
    title="A pod without a GPU may take room on GPU nodes",
    severity=Severity.INFO,
    why="The taint keeps GPU nodes free for pods that need a GPU. A pod that tolerates it and asks for "
    "none may land there, take the CPU and memory that a GPU pod then lacks, and keep an expensive "
    "node from being scaled down.",
    fix="remove the toleration, or ask for a GPU",
    sources=("kubernetes/kubernetes:plugin/pkg/admission/extendedresourcetoleration/admission.go",),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {memory: 4Gi}}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 2
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
