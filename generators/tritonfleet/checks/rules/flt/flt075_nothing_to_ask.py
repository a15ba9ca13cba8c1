"""FLT075: an autoscaler has what it asks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT075",
    title="An autoscaler's source of metrics is not there",
    severity=Severity.ERROR,
    why="The ScaledObject is refused for want of its kind, or reports KEDAScalerFailed; the HPA shows "
    "`<unknown>`. Either way the service keeps the replicas that it happens to have. Requests that reach the pods "
    "around KEDA's HTTP add-on are not counted: they wake nobody.",
    fix="declare what the owner needs: clusters.<name>.keda, prometheus.address, or prometheus.adapter; lead every "
    "way in through the add-on",
    sources=(
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
        "kubernetes-sigs/prometheus-adapter:docs/externalmetrics.md",
        "kedacore/keda-docs:content/http-add-on/0.15/user-guide/configure-ingress.md",
    ),
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
    scaling: {on: concurrency}
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus: {namespace: monitoring}
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
    scaling: {on: concurrency}
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
