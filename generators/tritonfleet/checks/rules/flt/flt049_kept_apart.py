"""FLT049: the device plugin can be kept off nodes that DRA serves."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT049",
    title="Nothing keeps the device plugin off the nodes that DRA serves",
    severity=Severity.ERROR,
    why="A GPU is given to two pods at once, and the second dies of CUDA out of memory: the device plugin"
    " advertises the GPUs that the DRA driver hands out too. Its chart keeps off nodes by a label, "
    "and nothing says which nodes to label.",
    fix="give labels that only this pool's nodes have, or nodeNames",
    sources=("NVIDIA/k8s-device-plugin:deployments/helm/nvidia-device-plugin/values.yaml",),
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
    gpuStack: {installedBy: device-plugin}
    pools:
      a100:
        nodes: 1
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
clusters:
  main:
    kubernetes: "1.36"
    dra: {driver: 0.5.0}
    gpuStack: {installedBy: device-plugin}
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
)
