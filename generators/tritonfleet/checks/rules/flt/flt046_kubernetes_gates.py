"""FLT046: Kubernetes has the feature gates that the DRA driver's need."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT046",
    title="A gate of the DRA driver needs one of Kubernetes that is off",
    severity=Severity.ERROR,
    why="What the driver publishes for the feature cannot be claimed: the API server drops fields whose "
    "feature gate is off. DynamicMIG, for one, publishes partitions, which are off by default before "
    "Kubernetes 1.36.",
    fix="switch the gate of Kubernetes on and say so in dra.kubernetesFeatureGates, or switch the "
    "driver's off",
    sources=(
        "kubernetes/kubernetes:pkg/features/kube_features.go",
        "kubernetes-sigs/dra-driver-nvidia-gpu:site/content/docs/guides/gpu-allocation/mig.md",
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
    gpu: {count: 1, allocation: dra}
clusters:
  main:
    kubernetes: "1.35"
    dra:
      driver: 0.5.0
      featureGates: {DynamicMIG: true}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
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
    gpu: {count: 1, allocation: dra}
clusters:
  main:
    kubernetes: "1.35"
    dra:
      driver: 0.5.0
      featureGates: {DynamicMIG: true}
      kubernetesFeatureGates: {DRAPartitionableDevices: true}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
environments:
  prod: {cluster: main, namespace: search}
""",
)
