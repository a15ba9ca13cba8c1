"""MON012: no monitor takes away a label that a query of Triton's metrics needs."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import relabelled
from tritonfleet.checks.monitors.labels import label_dropped_by
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        endpoints = relabelled(world, known.use.selector) if known.metric.exporter == "triton" else []
        for label in _wanted(known) if endpoints else ():
            if all(label_dropped_by(endpoint, label) for endpoint in endpoints):
                monitor = endpoints[0].monitor
                message = f"the metricRelabelings of {monitor} take the label `{label}` away"
                yield known.query.breach(message, at=label, related=(monitor,))


def _wanted(known: KnownUse) -> Iterator[str]:
    """The labels that a use matches or groups by."""
    yield from (m.label for m in known.use.selector.matchers if m.literal)
    yield from (label for each in known.use.aggregations if not each.without for label in each.labels)


RULE = Rule(
    id="MON012",
    title="A query needs a label that the monitor takes away",
    severity=Severity.ERROR,
    why="A matcher on a label that is gone finds nothing, and grouping by it gives one series for all. "
    "Without `model` or `gpu_uuid`, series of one pod collide, and Prometheus keeps the first and logs "
    "`duplicate sample for timestamp`.",
    fix="keep the label in `metricRelabelings`",
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
  podMetricsEndpoints: [{port: metrics, metricRelabelings: [{regex: version|model, action: labeldrop}]}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{alert: Queue, expr: sum by (model) (nv_inference_pending_request_count) > 100, for: 5m}]
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
  podMetricsEndpoints: [{port: metrics, metricRelabelings: [{regex: endpoint, action: labeldrop}]}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules: [{alert: Queue, expr: sum by (model) (nv_inference_pending_request_count) > 100, for: 5m}]
""",
)
