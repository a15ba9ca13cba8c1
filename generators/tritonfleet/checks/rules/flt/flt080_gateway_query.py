"""FLT080: a gateway's query gives a number."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT080",
    title="A gateway's query that gives no number",
    severity=Severity.ERROR,
    why="Nothing looks at a trigger's query before the operator asks Prometheus: with a slip in it, or with one that "
    "reads the sleeping service's own metrics, there is an error or silence for ever, and no pod comes.",
    fix="write a query that gives one number, of requests a second as somebody in front of the service counts them",
    sources=("kedacore/keda:pkg/scalers/prometheus_scaler.go", "llm-d/llm-d#2492"),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    scaling:
      on: gateway
      target: 20
      gateway:
        by: query
        query: 'sum(rate(istio_requests_total{destination_workload="bert"}[1m])'
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus: {namespace: monitoring, address: "http://prometheus.monitoring:9090"}
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    scaling:
      on: gateway
      target: 20
      gateway:
        by: query
        query: 'sum(rate(istio_requests_total{destination_workload="bert"}[1m]))'
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus: {namespace: monitoring, address: "http://prometheus.monitoring:9090"}
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
