"""FLT006: what an environment excludes exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT006",
    title="An environment excludes a service that does not exist",
    severity=Severity.ERROR,
    why="A service that was to stay out of the environment runs in it, and takes its GPUs: the name in "
    "`exclude` is not its name.",
    fix="write the name of a service of this fleet, or remove it from `exclude`",
    sources=("tritonfleet:docs/fleet.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime}
  resnet: {backend: tensorrt}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
  resnet:
    models: [resnet]
    repository: {s3: {bucket: models, prefix: vision, region: eu-central-1}}
    gpu: {count: 1}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search, exclude: [resnt]}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime}
  resnet: {backend: tensorrt}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
  resnet:
    models: [resnet]
    repository: {s3: {bucket: models, prefix: vision, region: eu-central-1}}
    gpu: {count: 1}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search, exclude: [resnet]}
""",
)
