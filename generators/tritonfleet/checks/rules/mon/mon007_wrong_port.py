"""MON007: a monitor scrapes Triton's metrics port, not another of its ports."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import ServerScrape, server_scrapes
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for found in server_scrapes(world):
        number, port = found.scrape.number, found.server.port("metrics")
        if found.metrics is False and found.scrape.container is found.server.container:
            endpoint = found.scrape.endpoint
            message = (
                f"it scrapes port {number} of {found.server.resource}, where Triton serves {_what(found)}"
            )
            fix = f"scrape port {port}, where it serves metrics"
            field = next((f for f in ("port", "portNumber", "targetPort") if f in endpoint.data), "port")
            yield Breach(
                endpoint.monitor, (*endpoint.path, field), message, fix, related=(found.server.resource,)
            )


def _what(found: ServerScrape) -> str:
    others = {found.server.port("http"): "HTTP inference", found.server.port("grpc"): "gRPC"}
    return others.get(found.scrape.number, "nothing")


RULE = Rule(
    id="MON007",
    title="A monitor scrapes a port of Triton that serves no metrics",
    severity=Severity.ERROR,
    why="The target shows as down: 404 from the inference port, a broken response from the gRPC one, connection "
    "refused where `--metrics-port` moved the metrics and the port's declaration was left behind. "
    "Triton serves metrics on a port of their own, 8002 unless `--metrics-port` says otherwise.",
    fix="scrape the port of `--metrics-port`, 8002 by default",
    sources=("triton-inference-server/server:docs/user_guide/metrics.md",),
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}, {name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: http}]}
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}, {name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
)
