"""FLT008: a pool offers what a service asks for."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT008",
    title="No pool offers the GPU or slice that a service asks for",
    severity=Severity.ERROR,
    why="The pods stay Pending with `Insufficient nvidia.com/mig-…` or `Insufficient nvidia.com/gpu`. "
    "What nodes advertise follows from product, MIG strategy, layout, sharing and renaming, and the "
    "request does not fit that.",
    fix="ask for what the pool advertises, or declare the pool as it is",
    sources=("NVIDIA/gpu-operator#637", "NVIDIA/gpu-operator#1602", "NVIDIA/k8s-device-plugin#260"),
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
    gpu: {slice: 2g.20gb}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
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
    gpu: {slice: 1g.10gb}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
