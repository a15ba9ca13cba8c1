"""FLT015: no pool is asked for more than it has."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT015",
    title="More GPUs are asked for than the pool has",
    severity=Severity.ERROR,
    why="The last pods stay Pending with `Insufficient nvidia.com/gpu`, and which service they are of "
    "depends on who came first. All environments on the cluster count together, and the GPUs of one "
    "pod are on one node.",
    fix="lower replicas, or add nodes to the pool",
    sources=(
        "ai-runway/airunway#400",
        "kubernetes/website:content/en/docs/tasks/manage-gpus/scheduling-gpus.md",
    ),
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
    replicas: 5
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
    gpu: {count: 1}
    replicas: 4
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
