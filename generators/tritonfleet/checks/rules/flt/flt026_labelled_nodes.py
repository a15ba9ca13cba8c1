"""FLT026: nodes that get a configuration can be told apart."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT026",
    title="Nothing says which nodes get this MIG or sharing configuration",
    severity=Severity.ERROR,
    why="The configuration lies in its ConfigMap, and no node uses it: MIG and sharing reach a node by "
    "its labels `nvidia.com/mig.config` and `nvidia.com/device-plugin.config`, and somebody must know"
    " which nodes to label.",
    fix="give labels that only this pool's nodes have, or nodeNames",
    sources=(
        "NVIDIA/k8s-device-plugin:cmd/config-manager/main.go",
        "NVIDIA/gpu-operator#412",
        "NVIDIA/k8s-device-plugin#990",
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
    gpu: {share: 4}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          timeSlicing: {replicas: 4}
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
    gpu: {share: 4}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          timeSlicing: {replicas: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
