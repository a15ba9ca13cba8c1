"""K8S014: probes and lifecycle hooks name ports that their container has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
_HOOKS = ("postStart", "preStop")


def check(world: World) -> Verdicts:
    for workload in world.index.workloads:
        for path, container in workload.containers:
            ports = [str(port["name"]) for _, port in items(container, "ports") if "name" in port]
            for where, port in _named_ports(container):
                if port not in ports:
                    message = f"the container has no port named `{port}`"
                    yield Breach(workload.resource, (*path, *where), message, _hint(port, ports))


def _named_ports(container: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    handlers: list[tuple[Path, Any]] = [((name,), container[name]) for name in _PROBES if name in container]
    if "lifecycle" in container:
        handlers += [(("lifecycle", name), value(container, "lifecycle", name)) for name in _HOOKS]
    for path, handler in handlers:
        for action in ("httpGet", "tcpSocket"):
            port = value(handler, action, "port")
            if isinstance(port, str):
                yield (*path, action, "port"), port


def _hint(port: str, ports: list[str]) -> str:
    from tritonfleet.suggest import suggest

    return suggest(port, ports)


RULE = Rule(
    id="K8S014",
    title="A probe names a port that the container does not have",
    severity=Severity.ERROR,
    why="The probe can never succeed: the container is restarted for ever, or never becomes ready.",
    fix="name the port under the container's `ports`, or use its number",
    sources=("kubernetes/kubernetes:pkg/probe/util.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    ports: [{name: http, containerPort: 8080}]
    readinessProbe: {httpGet: {path: /ready, port: htp}}
""",
    passes="""\
apiVersion: v1
kind: Pod
metadata: {name: gateway, namespace: prod}
spec:
  containers:
  - name: gateway
    image: registry.example.com/gateway:1.4
    ports: [{name: http, containerPort: 8080}]
    livenessProbe: {tcpSocket: {port: 8080}}
    readinessProbe: {httpGet: {path: /ready, port: http}}
""",
)
