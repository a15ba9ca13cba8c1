"""FLT011: models that travel in ConfigMaps have their files at hand."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT011",
    title="A model that travels in a ConfigMap has no files here",
    severity=Severity.ERROR,
    why="The server starts with an empty folder for the model and reports that it has no version: with "
    "`repository: configMap` the model's own files are put into the ConfigMap, and they are not where"
    " the fleet says.",
    fix="name the folder with its versions in `files`",
    sources=("triton-inference-server/server:docs/user_guide/model_repository.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  tokenizer: {backend: python, files: models/tokeniser}
services:
  bert:
    models: [tokenizer]
    repository: {configMap: {}}
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
  tokenizer: {backend: python, files: models/tokenizer}
services:
  bert:
    models: [tokenizer]
    repository: {configMap: {}}
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
