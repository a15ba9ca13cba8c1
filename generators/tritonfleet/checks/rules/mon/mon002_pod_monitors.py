"""MON002: a PodMonitor finds pods, and the port it scrapes."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.rules.mon.mon001_service_monitors import watched
from tritonfleet.checks.services import declared, resolves
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for monitor in world.index.of_kind("PodMonitor"):
        selector = mapping(monitor.data, "spec", "selector")
        found = [pods for namespace in watched(world, monitor) for pods in world.pods(namespace, selector)]
        if not found:
            message = "the selector matches no pods in the namespaces it looks at"
            yield Breach(monitor, ("spec", "selector"), message)
            continue
        for number, endpoint in items(monitor.data, "spec", "podMetricsEndpoints"):
            port = endpoint.get("port")
            if isinstance(port, str) and not any(resolves(pods, port) for pods in found):
                there = ", ".join(dict.fromkeys(p for pods in found for p in declared(pods))) or "none"
                where = ("spec", "podMetricsEndpoints", number, "port")
                yield Breach(
                    monitor, where, f"no selected pod has a port named `{port}`", f"their ports: {there}"
                )


RULE = Rule(
    id="MON002",
    title="A PodMonitor scrapes nothing",
    severity=Severity.ERROR,
    why="Prometheus says nothing about a monitor that matches nothing, and it drops a target whose "
    "container does not declare the port.",
    fix="select by the labels of the pod template, and declare the metrics port in the container",
    sources=("kserve/website#315", "kserve/kserve#3864"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: http}]}
""",
)
