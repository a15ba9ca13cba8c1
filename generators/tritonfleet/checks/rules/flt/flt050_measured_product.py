"""FLT050: measurements name a product that is known."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT050",
    title="Measurements name a GPU product that nobody knows",
    severity=Severity.ERROR,
    why="The plan finds no pool for the service: a profile with `product` is used on pools of that "
    "product only, and no pool has it.",
    fix="write the product as the pool does",
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
    profile: {product: A100-SXM4-80, table: [{throughput: 400, latency: 20ms}]}
    slo: {latency: {objective: 99%, within: 80ms}, requestsPerSecond: 300}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
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
    profile: {product: NVIDIA-A100-SXM4-80GB, table: [{throughput: 400, latency: 20ms}]}
    slo: {latency: {objective: 99%, within: 80ms}, requestsPerSecond: 300}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
