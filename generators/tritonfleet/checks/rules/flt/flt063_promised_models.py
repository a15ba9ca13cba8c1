"""FLT063: models of an objective are models of the service."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT063",
    title="An objective names a model that the service does not load",
    severity=Severity.ERROR,
    why="The objective would count requests of a model that is not there: no series, no "
    "alert, and nobody notices.",
    fix="name models of the service, or leave `slo.models` out",
    sources=("tritonfleet:docs/fleet.md",),
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
    gpu: {count: 1}
    slo: {availability: 99.9%, models: [bertt]}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
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
    gpu: {count: 1}
    slo: {availability: 99.9%, models: [bert]}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
