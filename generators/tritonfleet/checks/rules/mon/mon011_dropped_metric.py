"""MON011: no monitor drops a metric of Triton that a query reads."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import relabelled
from tritonfleet.checks.monitors.labels import dropped_by
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        name = known.name
        endpoints = relabelled(world, known.use.selector) if known.metric.exporter == "triton" else []
        if endpoints and all(dropped_by(endpoint, name) for endpoint in endpoints):
            monitor = endpoints[0].monitor
            message = f"`{name}` is dropped by the metricRelabelings of {monitor}"
            yield known.query.breach(message, at=name, related=(monitor,))


RULE = Rule(
    id="MON011",
    title="A query reads a metric that the monitor drops",
    severity=Severity.ERROR,
    why="The series never reach Prometheus. An alert on them cannot fire and an autoscaler reads zero.",
    fix="let the metric through in `metricRelabelings`, or query another one",
    sources=("prometheus/prometheus:docs/configuration/configuration.md",),
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
spec:
  selector: {matchLabels: {app: bert}}
  podMetricsEndpoints:
  - port: metrics
    metricRelabelings: [{sourceLabels: [__name__], regex: nv_inference_(request|exec).*, action: keep}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{alert: BertQueues, expr: sum(nv_inference_pending_request_count) > 100, for: 5m}]
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
spec:
  selector: {matchLabels: {app: bert}}
  podMetricsEndpoints:
  - port: metrics
    metricRelabelings: [{sourceLabels: [__name__], regex: nv_cpu.*, action: drop}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{alert: BertQueues, expr: sum(nv_inference_pending_request_count) > 100, for: 5m}]
""",
)
