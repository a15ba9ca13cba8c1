"""K8S014: probes and lifecycle hooks name ports that their container has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.pods import calls
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for call in world.derived(calls):
        port = call.data.get("port")
        if not isinstance(port, str):
            continue
        container = call.container
        ports = [str(p["name"]) for _, p in items(container.data, "ports") if "name" in p]
        if port not in ports:
            message = f"the container has no port named `{port}`"
            path = (*container.path, *call.path, "port")
            yield Breach(container.workload.resource, path, message, _hint(port, ports))


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
