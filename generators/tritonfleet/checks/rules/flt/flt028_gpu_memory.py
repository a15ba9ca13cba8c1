"""FLT028: a service's models fit the GPU memory that a pod gets."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT028",
    title="The models need more GPU memory than a pod gets",
    severity=Severity.ERROR,
    why="Loading ends with a CUDA out-of-memory error and the pod crash-loops. All models of a service "
    "share what one pod gets: a GPU, a slice, or a share.",
    fix="ask for a larger slice, or load fewer models on one GPU",
    sources=(
        "triton-inference-server/server:docs/user_guide/model_management.md",
        "NVIDIA/k8s-device-plugin#1119",
    ),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, load: {gpuMemory: 16Gi}}
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
          mig: {strategy: mixed, layout: {1g.10gb: 3, 3g.40gb: 1}}
environments:
  prod: {cluster: main, namespace: search}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, load: {gpuMemory: 16Gi}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {slice: 3g.40gb}
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
          mig: {strategy: mixed, layout: {1g.10gb: 3, 3g.40gb: 1}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
