"""FLT045: the DRA driver starts with its feature gates."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT045",
    title="The DRA driver does not start with these feature gates",
    severity=Severity.ERROR,
    why="The driver's pods crash-loop with `feature gate … is currently mutually exclusive with …` or "
    "`unrecognized feature gate`, and no GPU can be claimed in the whole cluster.",
    fix="switch off one of the gates that exclude each other, and remove those that this driver does not "
    "know",
    sources=("kubernetes-sigs/dra-driver-nvidia-gpu:pkg/featuregates/featuregates.go",),
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
    dra:
      driver: 0.5.0
      featureGates: {DynamicMIG: true, MPSSupport: true}
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
    dra:
      driver: 0.5.0
      featureGates: {MPSSupport: true}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
environments:
  prod: {cluster: main, namespace: search}
""",
)
