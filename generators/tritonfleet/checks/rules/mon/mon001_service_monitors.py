"""MON001: a ServiceMonitor finds a Service, and the port it scrapes."""

from __future__ import annotations

from collections.abc import Iterable

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import port_names
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for monitor in world.index.of_kind("ServiceMonitor"):
        selector = mapping(monitor.data, "spec", "selector")
        found = [
            service
            for namespace in watched(world, monitor)
            for service in world.index.services.select(namespace, selector)
        ]
        if not found:
            message = "the selector matches no Service in the namespaces it looks at"
            yield Breach(monitor, ("spec", "selector"), message)
            continue
        for number, endpoint in items(monitor.data, "spec", "endpoints"):
            port = endpoint.get("port")
            known = [name for service in found for name in port_names(service)]
            if isinstance(port, str) and port not in known:
                names = ", ".join(dict.fromkeys(known)) or "none"
                message = f"no selected Service has a port named `{port}`"
                yield Breach(monitor, ("spec", "endpoints", number, "port"), message, f"their ports: {names}")


def watched(world: World, monitor: Resource) -> Iterable[str]:
    """The namespaces in which a ServiceMonitor or PodMonitor looks: its own, those it names, or all."""
    scope = mapping(monitor.data, "spec", "namespaceSelector")
    if scope.get("any") is True:
        return world.index.namespaces
    names = value(scope, "matchNames")
    return [str(name) for name in names] if isinstance(names, list) and names else [monitor.namespace]


RULE = Rule(
    id="MON001",
    title="A ServiceMonitor scrapes nothing",
    severity=Severity.ERROR,
    why="Prometheus says nothing about a monitor that matches nothing. Dashboards stay empty, alerts never "
    "fire, and an autoscaler that reads the metric sees zero.",
    fix="select by the labels of the Service's own metadata, and name its port by name",
    sources=("prometheus-operator/prometheus-operator#4639", "prometheus-operator/prometheus-operator#2451"),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {ports: [{name: metrics, port: 8002}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: http-metrics}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {ports: [{name: metrics, port: 8002}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: monitoring}
spec:
  namespaceSelector: {matchNames: [prod]}
  selector: {matchLabels: {app: bert}}
  endpoints: [{port: metrics}]
""",
)
