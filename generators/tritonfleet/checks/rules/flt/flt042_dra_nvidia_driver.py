"""FLT042: the NVIDIA driver is new enough for DRA."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT042",
    title="The NVIDIA driver is too old for DRA",
    severity=Severity.ERROR,
    why="The pods stay Pending with `cannot allocate all claims`: the DRA driver hands out GPUs of nodes "
    "with NVIDIA driver 565 or newer, and with the GPU operator 580 or newer.",
    fix="upgrade the driver, or use allocation: device-plugin",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/prerequisites.md",
        "NVIDIA/cloud-native-docs:gpu-operator/dra-intro-install.rst",
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
    versions: {gpuDriver: 570.86.15}
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
    versions: {gpuDriver: 580.65.06}
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
