"""GPU108: GPUs are counted in whole numbers."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for one in gpu_requests(world):
        given = one.request if one.limit is None else one.limit
        exact = quantity(given)
        if exact is not None and (one.count is None or one.count < 0):
            message = f"`{one.resource}` is {given}, expected a whole number"
            yield Breach(one.owner, one.path, message)


RULE = Rule(
    id="GPU108",
    title="A GPU request is no whole number",
    severity=Severity.ERROR,
    why="The API server refuses the pod with `must be an integer`. A part of a GPU is not half of the "
    "resource: it is a MIG slice or a share, which have resources of their own or more units of the "
    "same one.",
    fix="ask for a whole number; for a part of a GPU ask for a MIG slice, or for one share of a shared GPU",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
        "NVIDIA/k8s-device-plugin:README.md",
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 0.5}}
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
