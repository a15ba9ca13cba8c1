"""MON014: pods that ask to be scraped by annotation are found by a monitor, where monitors are what is used."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import scrapes
from tritonfleet.checks.objects import Path, Resource, mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

_SCRAPE = (
    "prometheus.io/scrape",
    "prometheus.kserve.io/port",
    "serving.kserve.io/enable-prometheus-scraping",
)


def check(world: World) -> Verdicts:
    monitors = [*world.index.of_kind("ServiceMonitor"), *world.index.of_kind("PodMonitor")]
    if not monitors:
        return
    reached = {id(scrape.workload.resource) for scrape in scrapes(world)}
    for server in servers(world):
        found = _annotation(server)
        if found and id(server.resource) not in reached and not _may_reach(world, server):
            path, name = found
            message = f"`{name}` asks for scraping, but no monitor reaches these pods"
            yield Breach(server.resource, path, message, related=(monitors[0],))


def _annotation(server: Server) -> tuple[Path, str] | None:
    """The annotation that asks for scraping, and its path."""
    workload = server.workload
    where: tuple[tuple[Path, Mapping[str, object]], ...] = (
        (("metadata", "annotations"), mapping(server.resource.data, "metadata", "annotations")),
    )
    if workload is not None:
        path = (*workload.path, "metadata", "annotations")
        where = ((path, mapping(workload.template, "metadata", "annotations")), *where)
    for path, found in where:
        for name in _SCRAPE:
            if str(found.get(name) or "false") not in ("false", "False"):
                return (*path, name), name
    return None


def _may_reach(world: World, server: Server) -> bool:
    """Whether a monitor selects pods that only KServe makes, which are not among the manifests."""
    if server.workload is not None:
        return False
    return any(
        _matches(monitor, server.resource) for monitor in world.index.of_kind("PodMonitor", "ServiceMonitor")
    )


def _matches(monitor: Resource, service: Resource) -> bool:
    from tritonfleet.checks.labels import labels_of

    wanted = labels_of(mapping(monitor.data, "spec", "selector", "matchLabels"))
    own = {"serving.kserve.io/inferenceservice": service.name, "app": f"isvc.{service.name}-predictor"}
    return all(own.get(key, value) == value for key, value in wanted.items())


RULE = Rule(
    id="MON014",
    title="An annotation asks for scraping, and nothing reads it",
    severity=Severity.WARNING,
    why="`prometheus.io/scrape` is a convention that a Prometheus must be configured for; the Prometheus operator "
    "scrapes what monitors select and nothing else. KServe only copies the annotations to its pods. Dashboards "
    "of the model stay empty.",
    fix="write a PodMonitor that selects the pods, and declare the metrics port in the container",
    sources=(
        "kserve/website#315",
        "kserve/kserve#3864",
        "prometheus-operator/prometheus-operator:Documentation/getting-started",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8002"}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: gateway, namespace: prod}
spec: {selector: {matchLabels: {app: gateway}}, podMetricsEndpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}, annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8002"}}
    spec:
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
)
