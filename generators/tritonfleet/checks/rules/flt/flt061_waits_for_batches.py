"""FLT061: batches fill sooner than the objective ends."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT061",
    title="A model waits for a batch as long as a request may take",
    severity=Severity.WARNING,
    why="With little traffic a request waits `maxQueueDelay` for others to share its batch. "
    "Where that alone takes as long as the objective allows, each quiet hour misses it.",
    fix="lower `maxQueueDelay` well below the objective",
    sources=("triton-inference-server/server:docs/user_guide/batcher.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {maxQueueDelay: 100ms}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {latency: {objective: 99%, within: 80ms}}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {maxQueueDelay: 5ms}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {latency: {objective: 99%, within: 80ms}}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
