"""FLT023: GPUs and nodes that layouts name exist, once each."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT023",
    title="A layout names a GPU or node that is not there, or twice",
    severity=Severity.ERROR,
    why="Some GPUs stay uncut, or get the layout that comes last in the file, and the slices that "
    "services wait for are missing. mig-parted walks its entries in order, so a GPU in two entries "
    "gets the later one.",
    fix="name each index once, counted from 0",
    sources=("NVIDIA/mig-parted:pkg/mig/config/config.go",),
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
    gpu: {slice: 1g.10gb}
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
          mig: {strategy: mixed, gpus: {1-4: {1g.10gb: 7}}}
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
    gpu: {slice: 1g.10gb}
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
          mig: {strategy: mixed, gpus: {0-3: {1g.10gb: 7}}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
