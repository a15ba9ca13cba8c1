"""MON008: Triton's metrics are scraped under ``/metrics``."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import monitored_servers
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for found in monitored_servers(world):
        endpoint = found.scrape.endpoint
        if endpoint.url_path != "/metrics":
            where = (*endpoint.path, "path")
            message = f"it asks {found.server.resource} for `{endpoint.url_path}`; Triton answers to `/metrics` alone"
            related = (found.server.resource,)
            yield Breach(
                endpoint.monitor, where, message, related=related, mend=Mend("set", where, "/metrics")
            )


RULE = Rule(
    id="MON008",
    title="Triton is scraped under a path that it does not serve",
    severity=Severity.ERROR,
    why="Triton's metrics server knows one path. Any other gives an error, and the target is down.",
    fix="remove `path`, or set it to `/metrics`",
    sources=(
        "triton-inference-server/server:src/http_server.cc",
        "triton-inference-server/server:docs/user_guide/metrics.md",
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
        image: nvcr.io/nvidia/tritonserver:25.08-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics, path: /v2/metrics}]}
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
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics}]}
""",
)
