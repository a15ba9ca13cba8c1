"""FLT039: every Argo CD Application has a name of its own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT039",
    title="Two services would be one Argo CD Application",
    severity=Severity.ERROR,
    why="One of the two disappears from Argo CD, and what it had deployed is pruned: Applications are "
    "called `environment-service`, and `a` with `b-c` gives the same name as `a-b` with `c`.",
    fix="rename the environment or the service",
    sources=("argoproj/argo-cd:docs/operator-manual/declarative-setup.md",),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
gitops: {repoURL: https://git.example.com/search.git}
models:
  bert: {backend: onnxruntime}
  resnet: {backend: tensorrt}
services:
  b-c:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
  c:
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
  a: {cluster: main, namespace: a}
  a-b: {cluster: main, namespace: b}
""",
    passes="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
gitops: {repoURL: https://git.example.com/search.git}
models:
  bert: {backend: onnxruntime}
  resnet: {backend: tensorrt}
services:
  b-c:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
  c:
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
  a: {cluster: main, namespace: a}
  prod: {cluster: main, namespace: b}
""",
)
