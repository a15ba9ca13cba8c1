"""NET012: each node port belongs to one Service."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_RANGE = range(30000, 32768)


def check(world: World) -> Verdicts:
    owner: dict[tuple[int, str], Resource] = {}
    for service in world.index.of_kind("Service"):
        if value(service.data, "spec", "type") not in ("NodePort", "LoadBalancer"):
            continue
        for number, port in items(service.data, "spec", "ports"):
            wanted = port.get("nodePort")
            if not isinstance(wanted, int) or not wanted:
                continue
            path = ("spec", "ports", number, "nodePort")
            first = owner.setdefault((wanted, str(port.get("protocol") or "TCP")), service)
            if first is not service:
                yield Breach(
                    service, path, f"node port {wanted} belongs to {first} already", related=(first,)
                )
            if wanted not in _RANGE:
                message = f"node port {wanted} is outside the default range, {_RANGE[0]} to {_RANGE[-1]}"
                yield Breach(service, path, message, severity=Severity.WARNING)


RULE = Rule(
    id="NET012",
    title="A node port is taken, or out of range",
    severity=Severity.ERROR,
    why="The API server refuses the second Service with `provided port is already allocated`, and one outside "
    "the range with `provided port is not in the valid range`.",
    fix="leave `nodePort` out and let the cluster choose, or choose another number",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/service.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: NodePort, selector: {app: bert}, ports: [{name: http, port: 8000, nodePort: 30800}]}
---
apiVersion: v1
kind: Service
metadata: {name: resnet, namespace: staging}
spec: {type: NodePort, selector: {app: resnet}, ports: [{name: http, port: 8000, nodePort: 30800}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {type: NodePort, selector: {app: bert}, ports: [{name: http, port: 8000, nodePort: 30800}]}
---
apiVersion: v1
kind: Service
metadata: {name: resnet, namespace: staging}
spec: {type: NodePort, selector: {app: resnet}, ports: [{name: http, port: 8000, nodePort: 30801}]}
""",
)
