"""FLT051: slices of a declared layout outlive the DRA driver's start."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT051",
    title="DynamicMIG destroys the slices of a declared layout",
    severity=Severity.ERROR,
    why="The slices are gone after the DRA driver has restarted, and pods stay Pending: with DynamicMIG "
    "on it destroys every slice that it has not made itself.",
    fix="switch DynamicMIG off: the slices are planned here, and cut beforehand",
    sources=(
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/mig.md",
        "kubernetes-sigs/dra-driver-nvidia-gpu:cmd/gpu-kubelet-plugin/device_state.go",
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
    gpu: {slice: 1g.10gb, allocation: dra}
clusters:
  main:
    kubernetes: "1.36"
    dra:
      driver: 0.5.0
      featureGates: {DynamicMIG: true}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          allocation: dra
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
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
    gpu: {slice: 1g.10gb, allocation: dra}
clusters:
  main:
    kubernetes: "1.36"
    dra:
      driver: 0.5.0
      featureGates: {DynamicMIG: false}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          allocation: dra
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
