"""FLT016: shared memory fits the memory limit."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT016",
    title="Shared memory does not fit the memory limit",
    severity=Severity.ERROR,
    why="The container is OOMKilled while it loads. /dev/shm is memory of the pod, so what Python "
    "instances take there (64 MiB each, at least) counts against the limit, beside the server itself.",
    fix="raise limits.memory",
    sources=(
        "triton-inference-server/python_backend:README.md",
        "kubernetes/website:content/en/docs/concepts/storage/volumes.md",
    ),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: python, instanceGroups: {main: {kind: CPU, count: 64}}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    resources: {requests: {cpu: "2", memory: 4Gi}, limits: {memory: 4Gi}}
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
  bert: {backend: python, instanceGroups: {main: {kind: CPU, count: 64}}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    resources: {requests: {cpu: "2", memory: 8Gi}, limits: {memory: 8Gi}}
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
