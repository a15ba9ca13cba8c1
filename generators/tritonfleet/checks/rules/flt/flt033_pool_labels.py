"""FLT033: a pool's labels select its own nodes only."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT033",
    title="The labels of a pool also select the nodes of another",
    severity=Severity.ERROR,
    why="Nodes of the other pool are cut or shared like this one, and pods land on the wrong GPU: labels "
    "select every node that has them all, and the other pool has these, perhaps with more.",
    fix="give the label a value of its own in each pool",
    sources=("kubernetes/website:content/en/docs/concepts/scheduling-eviction/assign-pod-node.md",),
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
    pool: a100
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/gpu: "true"}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        labels: {example.com/gpu: "true"}
        gpu: {product: NVIDIA-L40S, perNode: 4}
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
    pool: a100
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/gpu: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
      l40s:
        nodes: 1
        labels: {example.com/gpu: l40s}
        gpu: {product: NVIDIA-L40S, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
