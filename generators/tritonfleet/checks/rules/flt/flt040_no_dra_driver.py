"""FLT040: a cluster that hands GPUs out by DRA has a driver."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT040",
    title="A pool hands its GPUs out by DRA, and the cluster has no DRA driver",
    severity=Severity.ERROR,
    why="The pods stay Pending with `cannot allocate all claims`: no ResourceSlice lists a GPU, because "
    "nothing publishes them. Its version also decides which feature gates there are.",
    fix="add `dra: {driver: …}` with its version",
    sources=("kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/install.md",),
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
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
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
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
environments:
  prod: {cluster: main, namespace: search}
""",
)
