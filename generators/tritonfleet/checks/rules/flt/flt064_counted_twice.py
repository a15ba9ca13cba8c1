"""FLT064: an objective counts an ensemble or its steps."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT064",
    title="An objective counts requests of an ensemble twice",
    severity=Severity.WARNING,
    why="Triton counts a request of an ensemble at the ensemble and again at each step. "
    "Counting both doubles the load, and quick steps hide slow requests.",
    fix="leave the ensemble or its step out of `slo.models`",
    sources=("triton-inference-server/server:docs/user_guide/metrics.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, inputs: {x: {dataType: FP32, dims: [8]}}, outputs: {y: {dataType: FP32, dims: [2]}}}
  search:
    platform: ensemble
    inputs: {x: {dataType: FP32, dims: [8]}}
    outputs: {y: {dataType: FP32, dims: [2]}}
    ensemble: {steps: [{model: bert, inputs: {x: x}, outputs: {y: y}}]}
services:
  bert:
    models: [bert, search]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {availability: 99.9%, models: [search, bert]}
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
  bert: {backend: onnxruntime, inputs: {x: {dataType: FP32, dims: [8]}}, outputs: {y: {dataType: FP32, dims: [2]}}}
  search:
    platform: ensemble
    inputs: {x: {dataType: FP32, dims: [8]}}
    outputs: {y: {dataType: FP32, dims: [2]}}
    ensemble: {steps: [{model: bert, inputs: {x: x}, outputs: {y: y}}]}
services:
  bert:
    models: [bert, search]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    slo: {availability: 99.9%, models: [search]}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
