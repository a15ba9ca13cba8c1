"""FLT066: an objective is what the histogram can tell."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT066",
    title="A latency objective that is no whole number of milliseconds",
    severity=Severity.ERROR,
    why="Triton's histogram counts whole milliseconds, rounded down: 2.5 ms and 2.9 ms are "
    "both 2. A bucket that ends between two whole numbers holds what the whole number "
    "below it holds.",
    fix="round the objective to whole milliseconds",
    sources=("triton-inference-server/core:src/infer_response.cc",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {latency: {objective: 99%, within: 2500us}}
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
  bert: {backend: onnxruntime}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {latency: {objective: 99%, within: 3ms}}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
