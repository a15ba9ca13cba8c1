"""MON009: no port of a pod is scraped twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import Endpoint, Scrape, endpoints, scrapes
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    found: dict[tuple[int, int, str], list[Scrape]] = defaultdict(list)
    for scrape in scrapes(world):
        if scrape.number is not None and not scrape.endpoint.data.get("params"):
            found[id(scrape.workload), scrape.number, scrape.endpoint.url_path].append(scrape)
    yield from _repeated(world)
    for several in found.values():
        twice = list({_identity(scrape): scrape for scrape in several}.values())
        if len(twice) > 1:
            yield _breach(twice)


def _repeated(world: World) -> Verdicts:
    """An endpoint that a monitor has twice, word for word, where nothing that it scrapes is among the manifests."""
    seen: dict[int, list[Endpoint]] = defaultdict(list)
    for endpoint in endpoints(world):
        before = seen[id(endpoint.monitor)]
        if not endpoint.workloads and any(endpoint.data == each.data for each in before):
            message = "the monitor has this endpoint twice, so that each of its ports is scraped by two"
            yield Breach(endpoint.monitor, endpoint.path, message, "take one of them away")
        before.append(endpoint)


def _identity(scrape: Scrape) -> Hashable:
    """The same for an object that is read twice, in a base and in an overlay."""
    service = scrape.service.ref if scrape.service else None
    return scrape.endpoint.monitor.ref, scrape.endpoint.path, service


def _breach(twice: list[Scrape]) -> Breach:
    first, last = twice[0], twice[-1]
    monitor, pods = last.endpoint.monitor, last.workload.resource
    what = f"port {last.number} of {pods}"
    if first.endpoint.monitor is not monitor:
        message = f"{what} is scraped by {first.endpoint.monitor} too"
        return Breach(monitor, ("spec", "selector"), message, related=(first.endpoint.monitor, pods))
    if first.service is not None and last.service is not None and first.service is not last.service:
        message = f"{what} is reached through {first.service} and through {last.service}"
        fix = "select by a label that only one of the two Services has"
        return Breach(monitor, ("spec", "selector"), message, fix, related=(first.service, last.service))
    return Breach(monitor, last.endpoint.path, f"{what} is scraped by two endpoints", related=(pods,))


RULE = Rule(
    id="MON009",
    title="A port is scraped twice",
    severity=Severity.WARNING,
    why="Every series exists twice, under another `job`, `service` or `endpoint`. `sum(rate(...))` is double, so "
    "an autoscaler asks for twice the pods and cost panels lie. A headless Service beside the ordinary one, with "
    "the same labels and port name, is the usual way to get there.",
    fix="let one monitor, through one Service, scrape each port",
    sources=(
        "prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go",
        "prometheus-operator/prometheus-operator#2451",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: tritonserver:26.07
        ports: [{name: grpc, containerPort: 8001}, {name: metrics, containerPort: 8002}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {selector: {app: bert}, ports: [{name: metrics, port: 8002}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-headless, namespace: prod, labels: {app: bert}}
spec: {clusterIP: None, selector: {app: bert}, ports: [{name: metrics, port: 8002}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      containers:
      - name: triton
        image: tritonserver:26.07
        ports: [{name: grpc, containerPort: 8001}, {name: metrics, containerPort: 8002}]
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert}}
spec: {selector: {app: bert}, ports: [{name: metrics, port: 8002}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert-headless, namespace: prod, labels: {app: bert}}
spec: {clusterIP: None, selector: {app: bert}, ports: [{name: grpc, port: 8001}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
)
