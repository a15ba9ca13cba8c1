"""FLT070: an autoscaler's minimum finds a place."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT070",
    title="The fewest pods are more than there can be",
    severity=Severity.ERROR,
    why="The autoscaler asks for its minimum at once, and the last pods stay Pending with `Insufficient "
    "nvidia.com/gpu` for good. Rollouts wait for them, and the next pod of any other service waits "
    "as well.",
    fix="lower scaling.min, raise scaling.max, or add nodes to the pool",
    sources=(
        "ai-runway/airunway#400",
        "kubernetes/kubernetes:pkg/controller/podautoscaler/replica_calculator.go",
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
    scaling: {min: 6}
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
    scaling: {min: 2}
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
