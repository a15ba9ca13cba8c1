"""FLT037: a planned service has measurements and a load, or neither."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT037",
    title="A planned service has measurements without a load, or a load without measurements",
    severity=Severity.WARNING,
    why="The plan takes the smallest slice that holds the model, and the service misses its latency under"
    " load: to plan by measurements it takes both, a `profile` and `slo.requestsPerSecond`.",
    fix="give it both, or take the one out",
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
    profile: {table: [{throughput: 400, latency: 20ms}]}
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
inputs: 4744aad7b1d454d7e7336be7fe479b6729767177
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
    profile: {table: [{throughput: 400, latency: 20ms}]}
    slo: {latency: {objective: 99%, within: 80ms}, requestsPerSecond: 300}
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
inputs: bf9a338b9e3e536468951d68f068dccb6722fd0b
services:
  prod/bert: {pool: a100, gpu: {count: 1}, replicas: 1}
""",
)
