"""GPU121: a container that asks for GPUs is not privileged."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_WHOLE_NODE = 8


def check(world: World) -> Verdicts:
    for one in gpu_requests(world):
        # Agents need every GPU, and who asks for eight has all that most nodes have.
        if one.owner.kind == "DaemonSet" or (one.count or 0) >= _WHOLE_NODE:
            continue
        if mapping(one.container, "securityContext").get("privileged") is True:
            path = (*one.container_path, "securityContext", "privileged")
            message = f"container {one.container_name} asks for `{one.resource}` and is privileged"
            yield Breach(one.owner, path, message, mend=Mend("set", path, False))


RULE = Rule(
    id="GPU121",
    title="A privileged container sees every GPU of its node",
    severity=Severity.WARNING,
    why="A privileged container has all device files of the node: it may use GPUs that other pods were "
    "given, and memory runs out there for no reason that their owners can see. Under MIG it can also "
    "change how the GPU is cut.",
    fix="remove privileged: true; a GPU needs no privilege",
    sources=(
        "kubernetes/kubernetes#81256",
        "NVIDIA/k8s-device-plugin#336",
        "ome-projects/ome#833",
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
        securityContext: {privileged: true}
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
        securityContext: {privileged: false}
""",
)
