"""FLT027: slices with media engines are told apart."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT027",
    title="The device plugin does not tell slices with media engines from plain ones",
    severity=Severity.WARNING,
    why="A pod that needs the video or JPEG engines gets a slice without them, now and then: device "
    "plugins before 0.20 advertise `1g.10gb+me` as `nvidia.com/mig-1g.10gb`, like the plain profile.",
    fix="use device plugin 0.20 or newer",
    sources=("NVIDIA/k8s-device-plugin#1462", "NVIDIA/k8s-device-plugin#1807"),
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
    gpu: {slice: 1g.10gb}
clusters:
  main:
    kubernetes: "1.36"
    versions: {devicePlugin: v0.19.3}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {1g.10gb+me: 1, 1g.10gb: 6}}
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
    gpu: {slice: 1g.10gb}
clusters:
  main:
    kubernetes: "1.36"
    versions: {devicePlugin: v0.20.0}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu:
          product: NVIDIA-A100-SXM4-80GB
          perNode: 4
          mig: {strategy: mixed, layout: {1g.10gb+me: 1, 1g.10gb: 6}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
