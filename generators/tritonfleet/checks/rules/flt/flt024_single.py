"""FLT024: under MIG single a node is cut all alike."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT024",
    title="MIG strategy single, and a node's GPUs are cut differently",
    severity=Severity.ERROR,
    why="The node's product label ends in `-MIG-INVALID`, it advertises no GPU at all, and pods stay "
    "Pending. Under strategy single all GPUs of a node must be cut, into slices of one profile.",
    fix="use strategy mixed, or give every GPU the same profile",
    sources=(
        "NVIDIA/k8s-device-plugin:internal/lm/mig-strategy.go",
        "NVIDIA/gpu-operator#479",
        "NVIDIA/gpu-operator#460",
    ),
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
          mig: {strategy: single, gpus: {0-2: {1g.10gb: 7}}}
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
          mig: {strategy: single, gpus: {0-3: {1g.10gb: 7}}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
