"""FLT031: the plan is of this fleet."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT031",
    title="The plan is older than the fleet",
    severity=Severity.WARNING,
    why="What is generated still follows the old numbers: replicas, slices and layouts are those of the "
    "plan, and services or pools have changed since it was written.",
    fix="run `tritonfleet plan --write`",
    sources=("tritonfleet:docs/sharing.md",),
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
    gpu: {planned: true}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
--- # fleet.plan.yaml
apiVersion: tritonfleet.dev/v1alpha1
kind: Plan
inputs: 9be2f54d7c1a60e8b3ad2f6c05e9147830fdc2ab
services:
  prod/bert: {pool: a100, gpu: {count: 1}, replicas: 1}
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
    gpu: {planned: true}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
--- # fleet.plan.yaml
apiVersion: tritonfleet.dev/v1alpha1
kind: Plan
inputs: 451290e7773ff858366a0ccb5339291d14b90b6c
services:
  prod/bert: {pool: a100, gpu: {count: 1}, replicas: 1}
""",
)
