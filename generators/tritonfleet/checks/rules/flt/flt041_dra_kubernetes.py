"""FLT041: the cluster serves resource.k8s.io/v1."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT041",
    title="This Kubernetes does not serve DRA claims",
    severity=Severity.ERROR,
    why='Applying fails with `no matches for kind "ResourceClaimTemplate" in version '
    '"resource.k8s.io/v1"`: that API is there from Kubernetes 1.34 on, with DynamicResourceAllocation'
    " on.",
    fix="upgrade the cluster, or use allocation: device-plugin",
    sources=(
        "kubernetes/enhancements:keps/sig-node/4381-dra-structured-parameters/kep.yaml",
        "kubernetes/kubernetes:pkg/features/kube_features.go",
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
    kubernetes: "1.33"
    dra: {driver: 0.5.0}
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
    kubernetes: "1.34"
    dra: {driver: 0.5.0}
    pools:
      a100:
        nodes: 1
        labels: {example.com/pool: a100}
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4, allocation: dra}
environments:
  prod: {cluster: main, namespace: search}
""",
)
