"""FLT076: a pod lives longer than it takes to start."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT076",
    title="A service falls asleep sooner than it wakes",
    severity=Severity.WARNING,
    why="Requests come a few minutes apart, and each finds no pod: it waits for models to load, and by "
    "the time the next one comes the pod has gone again. The GPU loads models all day, and every "
    "caller waits for it.",
    fix="leave scaling.cooldown out, or state more than the service takes to start",
    sources=("kedacore/keda:pkg/scaling/executor/scale_scaledobjects.go", "kedacore/keda#4249"),
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
      min: 0
      target: 20
      cooldown: 1m
      gateway: {by: query, query: 'sum(rate(requests_total[2m]))'}
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
      min: 0
      target: 20
      cooldown: 10m
      gateway: {by: query, query: 'sum(rate(requests_total[2m]))'}
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
