"""FLT047: the GPU operator hands GPUs out one way."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT047",
    title="The GPU operator is to hand out GPUs in two ways",
    severity=Severity.ERROR,
    why="One half of the pods stays Pending: the operator runs its device plugin on every GPU node or on "
    "none, so either nothing serves the claims, or nothing advertises `nvidia.com/gpu`.",
    fix="give all pools one allocation, or install without the operator (gpuStack.installedBy: "
    "device-plugin)",
    sources=(
        "NVIDIA/gpu-operator:controllers/gpucluster_controller.go",
        "NVIDIA/gpu-operator:deployments/gpu-operator/templates/validations.yaml",
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
    gpu: {count: 1, allocation: dra}
clusters:
  main:
    kubernetes: "1.36"
    dra: {driver: 0.5.0}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
      l40s:
        nodes: 1
        labels: {example.com/pool: l40s}
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
    gpu: {count: 1, allocation: dra}
    pool: a100
clusters:
  main:
    kubernetes: "1.36"
    dra: {driver: 0.5.0}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
      l40s:
        nodes: 1
        labels: {example.com/pool: l40s}
        gpu: {product: NVIDIA-L40S, perNode: 4, allocation: dra}
environments:
  prod: {cluster: main, namespace: search}
""",
)
