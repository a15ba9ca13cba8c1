"""FLT062: buckets that a model states hold the objective."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT062",
    title="A model's own buckets leave the objective out",
    severity=Severity.ERROR,
    why="How many requests were in time is the count of the bucket that ends at the "
    "objective. Without that bucket the query finds nothing, and the alert never fires.",
    fix="add the objective to the model's buckets, or leave them out: they follow from it",
    sources=("triton-inference-server/server:docs/user_guide/metrics.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert:
    backend: onnxruntime
    metrics: {nv_inference_first_response_histogram_ms: {buckets: [50, 100, 200]}}
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
  bert:
    backend: onnxruntime
    metrics: {nv_inference_first_response_histogram_ms: {buckets: [40, 80, 160]}}
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
