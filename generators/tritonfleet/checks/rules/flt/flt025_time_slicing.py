"""FLT025: time-slicing names a resource that nodes have."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT025",
    title="Time-slicing shares a resource that no node of the pool has",
    severity=Severity.ERROR,
    why="Nothing is shared, and nothing says so: the node advertises as many as before. The device plugin"
    " passes over a time-slicing entry for a resource that the node does not have.",
    fix="share what the nodes advertise: whole GPUs by `replicas`, slices under MIG mixed by `slices`",
    sources=("NVIDIA/k8s-device-plugin:internal/rm/device_map.go",),
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
    gpu: {slice: 1g.10gb, share: 2}
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
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
          timeSlicing: {slices: {1g.20gb: 2}}
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
    gpu: {slice: 1g.10gb, share: 2}
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
          mig: {strategy: mixed, layout: {1g.10gb: 7}}
          timeSlicing: {slices: {1g.10gb: 2}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
