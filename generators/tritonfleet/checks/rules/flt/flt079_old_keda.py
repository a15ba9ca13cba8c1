"""FLT079: the cluster's KEDA can hold what cannot be read."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT079",
    title="This KEDA has no fallback for the signal",
    severity=Severity.WARNING,
    why="Before 2.18 KEDA ignores a fallback for metrics that are means. When Prometheus is down the "
    "service keeps the replicas of that moment: two pods for all of the morning's load, if it "
    "failed at night.",
    fix="upgrade KEDA to 2.18, or scale on concurrency",
    sources=("kedacore/keda#6655", "kedacore/keda:CHANGELOG.md"),
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
    slo: {latency: {objective: 99%, within: 80ms}}
    scaling: {on: queue-time}
clusters:
  main:
    kubernetes: "1.36"
    versions: {keda: 2.17.2}
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
    slo: {latency: {objective: 99%, within: 80ms}}
    scaling: {on: queue-time}
clusters:
  main:
    kubernetes: "1.36"
    versions: {keda: 2.21.0}
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
