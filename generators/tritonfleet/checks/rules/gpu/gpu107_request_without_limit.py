"""GPU107: a GPU has a limit, and a request equal to it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for one in gpu_requests(world):
        if one.limit is None:
            message = f"`{one.resource}` is under requests and not under limits"
            fix = f"move it to limits: {{{one.resource}: {one.request}}}"
            yield Breach(one.owner, one.path, message, fix)
        elif one.request is not None and quantity(one.request) != quantity(one.limit):
            path = (*one.container_path, "resources", "requests", one.resource)
            message = f"the request for `{one.resource}` is {one.request}, and its limit is {one.limit}"
            yield Breach(one.owner, path, message, "remove the request", mend=Mend("remove", path))


RULE = Rule(
    id="GPU107",
    title="A GPU is requested without an equal limit",
    severity=Severity.ERROR,
    why="The API server refuses the pod, and a Deployment shows nothing but `FailedCreate`: `Limit must "
    "be set for non overcommitable resources`, or `must be equal to nvidia.com/gpu limit`. GPUs "
    "cannot be overcommitted; a limit alone is enough, since the request is taken from it.",
    fix="write the GPU under limits only",
    sources=(
        "kubernetes/kubernetes:pkg/apis/core/validation/validation.go",
        "kubernetes/kubernetes#57170",
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
        resources: {requests: {cpu: 2, nvidia.com/gpu: 1}, limits: {memory: 8Gi}}
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
        resources: {requests: {cpu: 2}, limits: {memory: 8Gi, nvidia.com/gpu: 1}}
""",
)
