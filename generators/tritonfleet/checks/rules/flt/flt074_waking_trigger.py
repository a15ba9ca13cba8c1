"""FLT074: what scales to zero can be woken."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT074",
    title="A service scales to zero, and nothing wakes it",
    severity=Severity.ERROR,
    why="It goes to sleep in the first quiet night and never comes back: Triton writes its metrics "
    "itself, so without a pod there is nothing to scale on, and every request is refused until "
    "somebody scales by hand.",
    fix="set scaling.min to 1, or scale on gateway or cron",
    sources=(
        "kedacore/keda#3065",
        "llm-d/llm-d#2492",
        "kubernetes/enhancements:keps/sig-autoscaling/2021-scale-from-zero/README.md",
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
    scaling: {on: concurrency, min: 0}
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
    scaling: {on: gateway, min: 0, target: 20, gateway: {by: query, query: 'sum(rate(requests_total[2m]))'}}
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
