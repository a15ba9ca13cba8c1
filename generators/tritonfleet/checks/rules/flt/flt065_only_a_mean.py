"""FLT065: the release counts how many requests were in time."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT065",
    title="A latency objective on a Triton without a histogram",
    severity=Severity.WARNING,
    why="Before 26.01 Triton has a histogram of decoupled models only (from 24.11 on). Of "
    "others only the mean is known, which says nothing of how many requests were late: no "
    "budget and no burn rate can be computed, and the alert is on the mean.",
    fix="update the image to 26.01 or later, or let its tag begin with its release",
    sources=(
        "triton-inference-server/core#464",
        "triton-inference-server/core#396",
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
    image: {tag: 25.12-py3}
    slo: {latency: {objective: 99%, within: 80ms}}
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
    image: {tag: 26.06-py3}
    slo: {latency: {objective: 99%, within: 80ms}}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
