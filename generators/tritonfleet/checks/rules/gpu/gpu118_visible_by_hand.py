"""GPU118: no container takes GPUs past the scheduler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_requests
from tritonfleet.checks.objects import Path, Resource, Workload, items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_VARIABLE, _NONE = "NVIDIA_VISIBLE_DEVICES", frozenset({"", "void", "none"})


def check(world: World) -> Verdicts:
    asking = {(id(one.owner), one.container_path) for one in gpu_requests(world)}
    for workload in world.index.workloads:
        # Agents that watch every GPU of a node run as a DaemonSet and rightly ask for none.
        if workload.resource.kind == "DaemonSet" or _is_operand(workload):
            continue
        for path, container in workload.containers:
            if container.get("env") and (id(workload.resource), path) not in asking:
                yield from _taken(workload.resource, path, container)


def _is_operand(workload: Workload) -> bool:
    """Whether this is one of the GPU operator's own pods, which asks for GPUs by CDI annotations."""
    annotations = mapping(workload.template, "metadata", "annotations")
    return any(isinstance(key, str) and key.startswith("nvidia.cdi.k8s.io/") for key in annotations)


def _taken(resource: Resource, path: Path, container: Mapping[str, Any]) -> Verdicts:
    if mapping(container, "resources").get("claims"):
        return
    for number, variable in items(container, "env"):
        given = variable.get("value")
        if variable.get("name") == _VARIABLE and isinstance(given, str) and given not in _NONE:
            message = f"`{_VARIABLE}` is `{given}`, and the container asks for no GPU"
            yield Breach(resource, (*path, "env", number, "value"), message)


RULE = Rule(
    id="GPU118",
    title="A container takes GPUs without asking for them",
    severity=Severity.WARNING,
    why="`NVIDIA_VISIBLE_DEVICES` makes NVIDIA's container runtime mount GPUs that the scheduler knows "
    "nothing of: the pod shares them with pods that were promised them alone, and those run out of "
    "memory. With a request for the resource the device plugin sets the variable itself, and what is "
    "written here is overwritten.",
    fix="ask for nvidia.com/gpu under limits and leave the variable out; to see no GPU set it to void",
    sources=(
        "NVIDIA/nvidia-container-toolkit#27",
        "NVIDIA/k8s-device-plugin#87",
        "NVIDIA/k8s-device-plugin#195",
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
        resources: {limits: {memory: 8Gi}}
        env: [{name: NVIDIA_VISIBLE_DEVICES, value: all}]
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
        resources: {limits: {memory: 8Gi}}
        env: [{name: NVIDIA_VISIBLE_DEVICES, value: void}]
""",
)
