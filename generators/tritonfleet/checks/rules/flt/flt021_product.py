"""FLT021: a pool's GPU product is one that nodes have."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT021",
    title="No node has this GPU product, or it has no MIG",
    severity=Severity.ERROR,
    why="The pods stay Pending, although the GPUs are there: node affinity compares "
    "`nvidia.com/gpu.product` with a name that GPU feature discovery never writes. Without a known "
    "product, memory and MIG layouts cannot be checked either.",
    fix="write the value of the node label nvidia.com/gpu.product (`tritonfleet gpu list`)",
    sources=("NVIDIA/k8s-device-plugin:internal/lm/resource.go", "NVIDIA/gpu-operator#897"),
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
        gpu: {product: A100-80GB, perNode: 4}
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
