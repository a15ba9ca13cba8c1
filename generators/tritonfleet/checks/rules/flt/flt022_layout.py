"""FLT022: a MIG layout is possible on its GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT022",
    title="The MIG layout is impossible on this GPU",
    severity=Severity.ERROR,
    why="The MIG manager sets `nvidia.com/mig.config.state=failed` on the node, and the slices that pods "
    "wait for never appear. Sums are not enough: each profile may begin at a few memory slices only, "
    "so two `4g` never fit together.",
    fix="use a layout that `tritonfleet gpu fit` shows to be possible",
    sources=(
        "NVIDIA/mig-parted:pkg/mig/config/config.go",
        "NVIDIA/gpu-operator#262",
        "NVIDIA/mig-parted#157",
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
    gpu: {slice: 4g.40gb}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {4g.40gb: 2}}
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
    gpu: {slice: 4g.40gb}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {4g.40gb: 1, 3g.40gb: 1}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
