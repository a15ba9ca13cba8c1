"""MON018: Triton's metrics are scraped without TLS."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import monitored_servers
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for found in monitored_servers(world):
        endpoint = found.scrape.endpoint
        if str(endpoint.data.get("scheme")).lower() == "https":
            where = (*endpoint.path, "scheme")
            message = f"it asks {found.server.resource} by TLS, and Triton's metrics port has none"
            mend = Mend("set", where, "http")
            yield Breach(endpoint.monitor, where, message, related=(found.server.resource,), mend=mend)


_EXAMPLE = """\
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
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: metrics, containerPort: 8002}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, podMetricsEndpoints: [{port: metrics, scheme: SCHEME}]}
"""

RULE = Rule(
    id="MON018",
    title="Triton is scraped by TLS",
    severity=Severity.ERROR,
    why="The target is down with `http: server gave HTTP response to HTTPS client`. The flags for TLS mean gRPC; "
    "Triton's metrics server speaks plain HTTP.",
    fix="remove `scheme`, or put a proxy with a certificate before the port",
    sources=("triton-inference-server/server:src/http_server.cc",),
    check=check,
    fails=_EXAMPLE.replace("SCHEME", "https"),
    passes=_EXAMPLE.replace("SCHEME", "http"),
)
