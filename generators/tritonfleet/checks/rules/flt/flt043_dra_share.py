"""FLT043: what is asked for by DRA can be claimed."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT043",
    title="A share of a GPU is asked for by DRA",
    severity=Severity.ERROR,
    why="Each pod takes a whole GPU, and most stay Pending: the claim that is made for a pod from a "
    "ResourceClaimTemplate gets a device of its own. A time-sliced share has no counterpart there; "
    "ConsumableShares of the driver is alpha.",
    fix="ask for a `slice`, or use allocation: device-plugin on a pool that shares",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/time-slicing.md",
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
    gpu: {share: 4, allocation: dra}
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
