"""SEC022: probes and hooks ask the pod itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.hardening.standards import Fault, Level, Pod, hold
from tritonfleet.checks.objects import Path, value
from tritonfleet.checks.pods import (
    Container,
    containers,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_HANDLERS: tuple[Path, ...] = (
    ("startupProbe",), ("livenessProbe",), ("readinessProbe",), ("lifecycle", "postStart"), ("lifecycle", "preStop"),
)  # fmt: skip
_SINCE = (1, 34)


def check(world: World) -> Verdicts:
    if any(_hosts(container) for container in world.derived(containers)):
        yield from hold(world, Level.BASELINE, faults, otherwise=Severity.WARNING)


def faults(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers if pod.version >= _SINCE else ():
        for path, host in _hosts(container):
            what = ".".join(map(str, path[:-2]))
            yield (*container.path, *path), f"`{what}` of `{container.name}` asks host `{host}`, not the pod"


def _hosts(container: Container) -> list[tuple[Path, Any]]:
    """The hosts that probes and hooks name, each with its path in the container."""
    return [
        ((*handler, action, "host"), host)
        for handler in _HANDLERS
        if handler[0] in container.data
        for action in ("httpGet", "tcpSocket")
        if (host := value(container.data, *handler, action, "host"))
    ]


RULE = Rule(
    id="SEC022",
    title="A probe asks another host",
    severity=Severity.WARNING,
    why="The kubelet asks from the node's own network, so such a probe reaches places that pods may not, and "
    "says nothing of this container: 127.0.0.1 is the node. Since 1.34 a namespace that enforces the "
    "baseline refuses the pod.",
    fix="drop `host`: the kubelet then asks the pod's own address",
    sources=("kubernetes/pod-security-admission:policy/check_hostProbesAndhostLifecycle.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    readinessProbe: {httpGet: {host: 127.0.0.1, path: /v2/health/ready, port: 8000}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec:
  containers:
  - name: triton
    image: tritonserver:26.07
    readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
