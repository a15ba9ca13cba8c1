"""FLT036: prices of a cluster's pools can be compared."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT036",
    title="Prices of a cluster's pools cannot be compared",
    severity=Severity.ERROR,
    why="The plan puts services on the wrong pool: it adds prices up, and they are in different "
    "currencies, or a pool has none and its GPUs count as 1 an hour.",
    fix="give every pool with GPUs a price, in one currency",
    sources=("tritonfleet:docs/sharing.md",),
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
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
        price: {perGpuHour: 2.1, currency: EUR}
      l40s:
        nodes: 1
        gpu: {product: NVIDIA-L40S, perNode: 4}
        price: {perGpuHour: 1.2, currency: USD}
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
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
        price: {perGpuHour: 2.1, currency: EUR}
      l40s:
        nodes: 1
        gpu: {product: NVIDIA-L40S, perNode: 4}
        price: {perGpuHour: 1.1, currency: EUR}
environments:
  prod: {cluster: main, namespace: search}
""",
)
