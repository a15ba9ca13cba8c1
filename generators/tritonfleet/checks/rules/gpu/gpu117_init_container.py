"""GPU117: an init container asks for no more GPUs than the containers after it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_pods, needed
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for maker, requests in gpu_pods(world):
        if maker.partial or not any(one.init for one in requests):
            continue
        running = needed([one for one in requests if not one.init])
        for one in requests:
            left = running.get(one.resource, 0)
            if one.init and (one.count or 0) > left:
                asked = f"{one.count} `{one.resource}`"
                message = f"init container {one.container_name} asks for {asked}, the containers for {left}"
                yield Breach(one.owner, one.path, message)


RULE = Rule(
    id="GPU117",
    title="An init container holds GPUs that nobody uses afterwards",
    severity=Severity.WARNING,
    why="A pod gets the most that any init container or all containers together ask for, and keeps it as "
    "long as it lives. GPUs that only an init container wanted are idle and paid for from then on, "
    "and the pod waits for them to be free before it starts.",
    fix="ask in the init container for what the containers ask for, or do its work in a Job",
    sources=("kubernetes/kubernetes:pkg/api/v1/resource/helpers.go",),
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
      initContainers:
      - name: compile
        image: nvcr.io/nvidia/tensorrt:26.06-py3
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 4}}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
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
      initContainers:
      - name: compile
        image: nvcr.io/nvidia/tensorrt:26.06-py3
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
      containers:
      - name: triton
        image: registry.example.com/bert:1.4
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
""",
)
