"""FLT030: what is left to the plan is in the plan."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT030",
    title="Something is left to the plan, and the plan does not have it",
    severity=Severity.ERROR,
    why="Nothing can be generated: the fleet says `planned: true`, and there is no plan beside it, or the"
    " service came after the plan was made.",
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
