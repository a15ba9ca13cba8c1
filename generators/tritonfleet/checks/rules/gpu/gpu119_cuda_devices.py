"""GPU119: CUDA is told of no more devices than the container has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.requests import gpu_pods
from tritonfleet.checks.objects import Path, Resource, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for maker, requests in gpu_pods(world):
        counts: dict[Path, int] = defaultdict(int)
        for one in requests:
            counts[one.container_path] += one.count or 0
        for path, container in maker.containers:
            if path in counts and container.get("env"):
                yield from _beyond(maker.resource, path, container, counts[path])


def _beyond(resource: Resource, path: Path, container: Mapping[str, Any], count: int) -> Verdicts:
    for number, variable in items(container, "env"):
        given = variable.get("value")
        if variable.get("name") != "CUDA_VISIBLE_DEVICES" or not isinstance(given, str):
            continue
        indices = [part.strip() for part in given.split(",")]
        wrong = [part for part in indices if part.isdecimal() and int(part) >= count]
        if wrong:
            has = "has one device, 0" if count == 1 else f"has {count} devices, numbered from 0"
            message = f"`CUDA_VISIBLE_DEVICES` is `{given}`, and the container {has}"
            # What stands before the first wrong index is still used.
            severity = None if indices[0] == wrong[0] else Severity.WARNING
            yield Breach(resource, (*path, "env", number, "value"), message, severity=severity)


RULE = Rule(
    id="GPU119",
    title="CUDA_VISIBLE_DEVICES names a device that the container does not have",
    severity=Severity.ERROR,
    why="Inside a container devices are counted from 0, whatever the GPU's number on the node is. CUDA "
    "stops reading the list at the first index that does not exist: with `1` on a container with one "
    "GPU it sees none, and Triton fails with `no CUDA-capable device is detected`.",
    fix="leave the variable out: the container sees just the GPUs it asked for",
    sources=(
        "pytorch/examples#115",
        "kubernetes/kubernetes#46007",
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
        env: [{name: CUDA_VISIBLE_DEVICES, value: "1"}]
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
        env: [{name: CUDA_VISIBLE_DEVICES, value: "0"}]
""",
)
