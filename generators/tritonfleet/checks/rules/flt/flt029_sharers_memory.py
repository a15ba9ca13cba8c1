"""FLT029: pods that may meet on a GPU fit its memory together."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT029",
    title="Pods that may share a GPU need more memory than it has",
    severity=Severity.ERROR,
    why="Pods that ran well for days die of CUDA out of memory once the scheduler puts them on the same "
    "GPU. Time-slicing isolates neither memory nor faults, so each pod sees all of the memory, and "
    "takes it.",
    fix="lower timeSlicing.replicas, or cut the GPUs by MIG, which keeps memory apart",
    sources=("NVIDIA/k8s-device-plugin#1119", "NVIDIA/k8s-device-plugin:README.md"),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, load: {gpuMemory: 30Gi}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {share: 4}
    replicas: 4
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
          timeSlicing: {replicas: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, load: {gpuMemory: 30Gi}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {share: 2}
    replicas: 4
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
          timeSlicing: {replicas: 2}
environments:
  prod: {cluster: main, namespace: search}
""",
)
