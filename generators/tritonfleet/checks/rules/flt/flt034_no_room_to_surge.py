"""FLT034: a rollout that only surges finds a free GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT034",
    title="A rollout needs a free GPU, and the pool has none",
    severity=Severity.ERROR,
    why="The rollout hangs: the new pod is Pending for want of a GPU, the old ones are kept until it is "
    "ready, and after the progress deadline the Deployment reports ProgressDeadlineExceeded.",
    fix="give it rollout.maxUnavailable: 1, or add nodes to the pool",
    sources=("ai-runway/airunway#400", "kserve/kserve#4618", "defilantech/LLMKube#192"),
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
    replicas: 4
    rollout: {maxSurge: 1}
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
    rollout: {maxSurge: 1, maxUnavailable: 1}
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
