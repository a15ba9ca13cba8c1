"""GPU112: a container asks for one MIG slice."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.hints import profile_of
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in gpu_requests(world):
        if (one.count or 0) > 1 and (profile_of(one.resource) or _is_cut(world, one.resource)):
            message = f"container {one.container_name} asks for {one.count} `{one.resource}`, and uses one"
            yield Breach(one.owner, one.path, message)


def _is_cut(world: World, resource: str) -> bool:
    """Whether every node with the resource means slices by it, as under MIG strategy single."""
    having = [node for node in nodes(world) or () if node.resources.get(resource)]
    return bool(having) and all("-MIG-" in node.labels.get(f"{resource}.product", "") for node in having)


RULE = Rule(
    id="GPU112",
    title="A container asks for several MIG slices",
    severity=Severity.WARNING,
    why="A CUDA process sees only the first MIG device it is given, so one tritonserver leaves the others "
    "idle: `nvidia-smi` in the container lists them all, and the metrics of all but one stay at zero.",
    fix="ask for one slice of a larger profile, or run more replicas with one slice each",
    sources=(
        "triton-inference-server/server#5818",
        "triton-inference-server/server#3151",
        "NVIDIA/k8s-device-plugin#446",
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-1g.10gb: 2}}
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/mig-2g.20gb: 1}}
""",
)
