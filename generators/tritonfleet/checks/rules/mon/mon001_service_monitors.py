"""MON001: a ServiceMonitor finds a Service, and the port it scrapes."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.labels import labels_of, shown
from tritonfleet.checks.monitors import Endpoint, endpoints, watched
from tritonfleet.checks.monitors.nearness import elsewhere, meant_services
from tritonfleet.checks.objects import Resource, mapping, value
from tritonfleet.checks.rule import Breach, Rule, Undecided, Verdicts
from tritonfleet.checks.services import port_names
from tritonfleet.checks.world import World

_SELECTOR = ("spec", "selector")


def check(world: World) -> Verdicts:
    reported: set[int] = set()
    for endpoint in endpoints(world):
        if endpoint.monitor.kind != "ServiceMonitor":
            continue
        if endpoint.services:
            yield from _port(endpoint)
        elif id(endpoint.monitor) not in reported:
            reported.add(id(endpoint.monitor))
            yield from _nothing(world, endpoint.monitor)


def _nothing(world: World, monitor: Resource) -> Verdicts:
    found = elsewhere(world, monitor)
    if found:
        message = f"it looks into {_shown(world, monitor)} only, and {found[0]} is what it selects"
        fix = f"set `namespaceSelector` to `matchNames: [{found[0].namespace}]`"
        yield Breach(monitor, ("spec", "namespaceSelector"), message, fix, related=tuple(found[:3]))
        return
    there = meant_services(world, monitor)
    if not there and not world.facts.knows("Service"):
        yield Undecided(needs.existing("Service"))
        return
    wanted = shown(labels_of(mapping(monitor.data, *_SELECTOR, "matchLabels"))) or "its expressions"
    message = f"no Service in the namespaces it looks at ({_shown(world, monitor)}) has the labels {wanted}"
    yield Breach(monitor, _SELECTOR, message, related=tuple(there[:3]))


def _shown(world: World, monitor: Resource) -> str:
    return ", ".join(watched(world, monitor)) or "no namespace"


def _port(endpoint: Endpoint) -> Verdicts:
    port = value(endpoint.data, "port")
    known = [name for service in endpoint.services for name in port_names(service)]
    if isinstance(port, str) and port not in known:
        names = ", ".join(dict.fromkeys(known)) or "none"
        message = f"no selected Service has a port named `{port}`"
        where = (*endpoint.path, "port")
        yield Breach(endpoint.monitor, where, message, f"their ports: {names}", related=endpoint.services[:3])


RULE = Rule(
    id="MON001",
    title="A ServiceMonitor scrapes nothing",
    severity=Severity.ERROR,
    why="Prometheus says nothing about a monitor that matches nothing: the target never appears under "
    "Status, Targets. Dashboards stay empty, alerts never fire, and an autoscaler that reads the metric "
    "sees zero. The selector is about the Service's own labels, not those of its pods, and `port` is the "
    "Service port's name. That annotations do not scrape is another rule: MON014.",
    fix="select by the labels of the Service's own metadata, and name its port by name",
    sources=("prometheus-operator/prometheus-operator#4639", "prometheus-operator/prometheus-operator#2451"),
    check=check,
    needs=(needs.existing("Service"),),
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
