"""FLT018: image volumes are on in the cluster."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT018",
    title="Image volumes are off by default in this Kubernetes version",
    severity=Severity.WARNING,
    why="No pod is made, and the ReplicaSet's events say that the volume has no type: the API server "
    "drops the image from a volume while the feature gate ImageVolume is off. It is on by default "
    "from Kubernetes 1.35 on.",
    fix="switch on the feature gate ImageVolume there, or use another repository",
    sources=("kubernetes/kubernetes:pkg/features/kube_features.go",),
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
    repository: {image: {reference: registry.example.com/models:1.0}}
    gpu: {count: 1}
clusters:
  main:
    kubernetes: "1.34"
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
    repository: {image: {reference: registry.example.com/models:1.0}}
    gpu: {count: 1}
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
