"""K8S038: a container with a GPU has time to load its model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import (
    asks_gpu,
    containers_with,
    triton_containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_LEAST_SECONDS = 60
_NUMBERS = (("initialDelaySeconds", 0), ("periodSeconds", 10), ("failureThreshold", 3))


def check(world: World) -> Verdicts:
    triton = world.derived(triton_containers)
    for container in world.derived(containers_with).get("livenessProbe", ()):
        if not asks_gpu(container) or container.data.get("startupProbe") or id(container.data) in triton:
            continue
        seconds = _until_restart(mapping(container.data, "livenessProbe"))
        if seconds is not None and seconds < _LEAST_SECONDS:
            message = (
                f"`{container.name}` has a GPU and is restarted unless it answers {seconds} s after its start"
            )
            yield Breach(container.workload.resource, (*container.path, "livenessProbe"), message)


def _until_restart(probe: Mapping[str, Any]) -> int | None:
    """Seconds from the container's start to its first restart; None if a number is none."""
    delay, period, failures = (probe.get(field, default) for field, default in _NUMBERS)
    if not all(isinstance(number, int) for number in (delay, period, failures)):
        return None
    return int(delay) + int(period) * int(failures)


RULE = Rule(
    id="K8S038",
    title="Liveness leaves no time to load a model",
    severity=Severity.WARNING,
    why="Loading weights to a GPU takes minutes, and the server listens only when it is done. Liveness fails "
    "before that and the container is restarted for ever: CrashLoopBackOff with exit code 137 and no error "
    "in its log.",
    fix="add a startupProbe whose periodSeconds × failureThreshold is longer than the slowest load",
    sources=(
        "kserve/kserve#5062",
        "vllm-project/production-stack#688",
        "triton-inference-server/server#6469",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: llama, namespace: prod}
spec:
  containers:
  - name: vllm
    image: vllm/vllm-openai:v0.11.0
    resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
    livenessProbe: {httpGet: {path: /health, port: 8000}, periodSeconds: 10}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: llama, namespace: prod}
spec:
  containers:
  - name: vllm
    image: vllm/vllm-openai:v0.11.0
    resources: {requests: {cpu: 4, memory: 16Gi}, limits: {nvidia.com/gpu: 1}}
    startupProbe: {httpGet: {path: /health, port: 8000}, periodSeconds: 10, failureThreshold: 60}
    livenessProbe: {httpGet: {path: /health, port: 8000}, periodSeconds: 10}
""",
)
