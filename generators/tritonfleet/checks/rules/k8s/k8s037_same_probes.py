"""K8S037: a pod is taken out of service before it is restarted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.pods import (
    containers_with,
    triton_containers,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.serving import served
from tritonfleet.checks.world import World

_ACTIONS = ("exec", "httpGet", "tcpSocket", "grpc")
_DEFAULTS = {"periodSeconds": 10, "failureThreshold": 3}


def check(world: World) -> Verdicts:
    triton, behind = world.derived(triton_containers), world.derived(served)
    for container in world.derived(containers_with).get("livenessProbe", ()):
        liveness = mapping(container.data, "livenessProbe")
        readiness = mapping(container.data, "readinessProbe")
        if not liveness or not readiness or id(container.data) in triton:
            continue
        if id(container.workload) not in behind or container.workload.resource.kind == "DaemonSet":
            continue  # Nobody balances requests over these pods, so being ready means nothing.
        same = [liveness.get(action) for action in _ACTIONS] == [readiness.get(action) for action in _ACTIONS]
        if same and _patience(liveness) <= _patience(readiness):
            message = (
                f"liveness and readiness of `{container.name}` ask the same, and liveness gives up after "
                f"{_patience(liveness)} s, no later than readiness"
            )
            yield Breach(container.workload.resource, (*container.path, "livenessProbe"), message)


def _patience(probe: Mapping[str, Any]) -> int:
    """Seconds of failures until the probe acts."""
    period, failures = (probe.get(field, default) for field, default in _DEFAULTS.items())
    numbers = [n for n in (period, failures) if isinstance(n, int) and not isinstance(n, bool)]
    return numbers[0] * numbers[1] if len(numbers) == 2 else 0


RULE = Rule(
    id="K8S037",
    title="Liveness restarts a pod as soon as readiness fails",
    severity=Severity.INFO,
    why="Under load the check answers late, and the container is restarted at the moment when it should only "
    "get less work. A model server then reloads its models while its neighbours take its share, and they "
    "follow.",
    fix="ask liveness something cheaper, or give it a larger failureThreshold than readiness has",
    sources=(
        "zegl/kube-score:README_CHECKS.md",
        "kubernetes/website:content/en/docs/concepts/workloads/pods/probes.md",
    ),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod, labels: {app: tokenizer}}
spec:
  containers:
  - name: tokenizer
    image: tokenizer:1.4
    livenessProbe: {httpGet: {path: /health, port: 8080}}
    readinessProbe: {httpGet: {path: /health, port: 8080}}
---
apiVersion: v1
kind: Service
metadata: {name: tokenizer, namespace: prod}
spec: {selector: {app: tokenizer}, ports: [{port: 8080}]}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: tokenizer, namespace: prod, labels: {app: tokenizer}}
spec:
  containers:
  - name: tokenizer
    image: tokenizer:1.4
    livenessProbe: {httpGet: {path: /health, port: 8080}, failureThreshold: 12}
    readinessProbe: {httpGet: {path: /health, port: 8080}}
---
apiVersion: v1
kind: Service
metadata: {name: tokenizer, namespace: prod}
spec: {selector: {app: tokenizer}, ports: [{port: 8080}]}
""",
)
