"""GPU113: a container asks for one share of a GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.gpu.sharing import is_shared, refuses_more_than_one
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for one in gpu_requests(world):
        if (one.count or 0) < 2 or not is_shared(world, one.resource):
            continue
        refused = refuses_more_than_one(world, one.resource)
        then = "the device plugin refuses more than one" if refused else "a second brings no more of a GPU"
        message = f"container {one.container_name} asks for {one.count} shares (`{one.resource}`): {then}"
        severity = Severity.ERROR if refused else None
        yield Breach(one.owner, one.path, message, severity=severity, mend=Mend("set", one.path, 1))


RULE = Rule(
    id="GPU113",
    title="A container asks for several shares of a GPU",
    severity=Severity.WARNING,
    why="Two shares are no more compute or memory than one: they may be of the same GPU. Where the device "
    "plugin is told `failRequestsGreaterThanOne`, and under MPS unless it is told otherwise, the pod fails "
    "with `UnexpectedAdmissionError` instead of starting.",
    fix="ask for one share; for more of a GPU use a larger slice or a whole one",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/rm/rm.go",
        "NVIDIA/k8s-device-plugin:README.md",
        "NVIDIA/k8s-device-plugin#929",
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu.shared: 2}}
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
        resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu.shared: 1}}
""",
)
