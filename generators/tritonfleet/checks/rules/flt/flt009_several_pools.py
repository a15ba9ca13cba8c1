"""FLT009: one pool offers what a service asks for, or one is named."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT009",
    title="Several pools offer what a service asks for",
    severity=Severity.ERROR,
    why="Pods of one service land on GPUs of different speed and memory, as the scheduler likes: latency "
    "differs from pod to pod, and a TensorRT plan built for one GPU does not load on the other.",
    fix="choose one with `pool`",
    sources=("triton-inference-server/server#2293", "triton-inference-server/server#7613"),
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
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        gpu: {product: NVIDIA-L40S, perNode: 4}
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
    pool: l40s
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        gpu: {product: NVIDIA-L40S, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
