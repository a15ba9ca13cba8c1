"""FLT032: a node is of one pool."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT032",
    title="A node is of two pools",
    severity=Severity.ERROR,
    why="The node has the configuration of whichever pool was labelled last, and its GPUs are counted "
    "twice: pods that fit on paper stay Pending.",
    fix="name it in one pool only",
    sources=("NVIDIA/k8s-device-plugin:cmd/config-manager/main.go",),
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
    pool: a100
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        nodeNames: [gpu-a]
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        nodeNames: [gpu-a]
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
    pool: a100
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        nodeNames: [gpu-a]
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        nodeNames: [gpu-b]
        gpu: {product: NVIDIA-L40S, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
