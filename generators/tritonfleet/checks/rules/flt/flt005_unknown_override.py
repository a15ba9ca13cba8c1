"""FLT005: what an environment overrides exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT005",
    title="An environment overrides a service or model that does not exist",
    severity=Severity.ERROR,
    why="The environment runs with the fleet's own numbers, although somebody has written others for it. "
    "The override hangs on a name that nothing has, most often an old one.",
    fix="write the name of a service or model of this fleet",
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
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod:
    cluster: main
    namespace: search
    overrides: {services: {brt: {replicas: 3}}}
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
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod:
    cluster: main
    namespace: search
    overrides: {services: {bert: {replicas: 3}}}
""",
)
