"""FLT002: a service that loads an ensemble loads its steps."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT002",
    title="An ensemble is loaded without one of its steps",
    severity=Severity.ERROR,
    why="The ensemble never becomes ready, and with strict readiness neither does the pod: Triton logs "
    "that the ensemble depends on a model which it has not got. A server loads what it is told to "
    "load, and nothing on top for an ensemble's sake.",
    fix="add the step to the service's `models`",
    sources=("triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert:
    backend: python
    inputs: {text: {dataType: STRING, dims: [1]}}
    outputs: {score: {dataType: FP32, dims: [1]}}
  search:
    platform: ensemble
    inputs: {text: {dataType: STRING, dims: [1]}}
    outputs: {score: {dataType: FP32, dims: [1]}}
    ensemble:
      steps:
        - {model: bert, inputs: {text: text}, outputs: {score: score}}
services:
  bert:
    models: [search]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
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
  bert:
    backend: python
    inputs: {text: {dataType: STRING, dims: [1]}}
    outputs: {score: {dataType: FP32, dims: [1]}}
  search:
    platform: ensemble
    inputs: {text: {dataType: STRING, dims: [1]}}
    outputs: {score: {dataType: FP32, dims: [1]}}
    ensemble:
      steps:
        - {model: bert, inputs: {text: text}, outputs: {score: score}}
services:
  bert:
    models: [search, bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
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
)
