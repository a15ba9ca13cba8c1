"""K8S079: the CPU that feeds a GPU is not throttled."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.pods import (
    Container,
    Role,
    asks_gpu,
    containers_with,
)
from tritonfleet.checks.quantities import cpu
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for container in world.derived(containers_with).get("resources", ()):
        bound = container.limit("cpu")
        if (
            bound is not None
            and not _may_be_pinned(container)
            and asks_gpu(container)
            and container.role is Role.MAIN
        ):
            path = (*container.path, "resources", "limits", "cpu")
            message = f"`{container.name}` has a GPU and is throttled above {bound} of cpu"
            yield Breach(container.workload.resource, path, message)


def _may_be_pinned(container: Container) -> bool:
    """Whether whole cores are asked for and bounded alike: the static CPU manager gives such a container its own."""
    bound = cpu(container.limit("cpu"))
    return bound is not None and bound == int(bound) and bound == cpu(container.request("cpu"))


RULE = Rule(
    id="K8S079",
    title="The CPU of a GPU server is throttled",
    severity=Severity.INFO,
    why="The kernel stops all threads of the container for the rest of each 100 ms once the limit is used up. "
    "Pre-processing and gRPC threads burst, so tail latency grows by tens of milliseconds while the GPU "
    "idles and the average CPU looks low. Whole cores that are requested and bounded alike are not told: "
    "the static CPU manager pins those.",
    fix="keep the CPU request and drop the limit, unless the node pins cores",
    sources=(
        "kubernetes/kubernetes#67577",
        "kubernetes/website:content/en/docs/tasks/administer-cluster/cpu-management-policies.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {requests: {cpu: 4, memory: 16Gi}, limits: {cpu: 4500m, nvidia.com/gpu: 1}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    resources: {requests: {cpu: 4, memory: 16Gi}, limits: {memory: 16Gi, nvidia.com/gpu: 1}}
""",
)
