"""GPU111: a container asks for one kind of GPU."""

from __future__ import annotations

from collections import defaultdict

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import GpuRequest, gpu_requests
from tritonfleet.checks.objects import Path
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    by_container: dict[tuple[int, Path], list[GpuRequest]] = defaultdict(list)
    for one in gpu_requests(world):
        by_container[id(one.owner), one.container_path].append(one)
    for requests in by_container.values():
        kinds = list(dict.fromkeys(one.resource for one in requests))
        if len(kinds) > 1:
            message = (
                f"container {requests[0].container_name} asks for {' and '.join(f'`{k}`' for k in kinds)}"
            )
            yield Breach(requests[0].owner, requests[-1].path, message)


RULE = Rule(
    id="GPU111",
    title="A container asks for two kinds of GPU",
    severity=Severity.WARNING,
    why="A CUDA process uses one MIG device, the first that it finds, so the other stays idle and is paid "
    "for; and which one it finds is not said. The pod also waits for a node that has both free.",
    fix="give each kind a container or a workload of its own",
    sources=(
        "NVIDIA/k8s-device-plugin#397",
        "NVIDIA/k8s-device-plugin#728",
        "triton-inference-server/server#5818",
    ),
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
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 1, nvidia.com/mig-3g.40gb: 1}}
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
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-3g.40gb: 1}}
""",
)
