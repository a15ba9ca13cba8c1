"""FLT001: every model that a service loads is declared."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT001",
    title="A service loads a model that the fleet does not have",
    severity=Severity.ERROR,
    why="The pods crash-loop: Triton is told to load a name that is not in its repository, logs `failed "
    "to poll from model repository`, and exits. The name is misspelt, or the model was removed or "
    "renamed.",
    fix="write the name of a model under `models`, or declare it there",
    sources=("triton-inference-server/core:src/model_repository_manager/model_repository_manager.cc",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime}
services:
  bert:
    models: [bert, reranker]
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
  bert: {backend: onnxruntime}
  reranker: {backend: onnxruntime}
services:
  bert:
    models: [bert, reranker]
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
