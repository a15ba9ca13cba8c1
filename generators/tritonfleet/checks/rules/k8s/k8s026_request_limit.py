"""K8S026: a container asks for no more than it may use."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import (
    containers_with,
)
from tritonfleet.checks.quantities import quantity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_RESOURCES = ("cpu", "memory", "ephemeral-storage")


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("resources", ()):
        requests = mapping(container.data, "resources", "requests")
        limits = mapping(container.data, "resources", "limits")
        for resource in _RESOURCES:
            asked, most = quantity(requests.get(resource)), quantity(limits.get(resource))
            if asked is not None and most is not None and asked > most:
                message = (
                    f"container `{container.name}` requests {requests[resource]} of {resource}, "
                    f"more than its limit of {limits[resource]}"
                )
                path = (*container.path, "resources", "requests", resource)
                yield Breach(container.workload.resource, path, message)


RULE = Rule(
    id="K8S026",
    title="A request is larger than its limit",
    severity=Severity.ERROR,
    why="The API server refuses the pod. A Deployment is accepted and makes no pods: its ReplicaSet reports "
    "FailedCreate with `must be less than or equal to … limit`.",
    fix="raise the limit to the request, or lower the request",
    sources=("kubernetes/kubernetes:pkg/apis/core/validation/validation.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {requests: {memory: 16Gi}, limits: {memory: 8G}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {requests: {memory: 1024Mi, cpu: 500m}, limits: {memory: 1Gi, cpu: 0.5}}
""",
)
