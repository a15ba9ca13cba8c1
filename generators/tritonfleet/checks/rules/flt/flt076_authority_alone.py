"""FLT076: KEDA uses the credentials that it is given."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT076",
    title="KEDA does not read an authority that stands alone",
    severity=Severity.WARNING,
    why="KEDA looks at the authority of a TriggerAuthentication only when a trigger has an "
    "authentication mode. Without one every query fails with `x509: certificate signed by unknown "
    "authority`, and the fallback becomes the rule.",
    fix="add bearer or username, or give the authority to KEDA's operator itself",
    sources=(
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
        "kedacore/keda:pkg/scalers/authentication/authentication_types.go",
    ),
    reads=Reads.FLEET,
    fails="""\
apiVersion: tritonfleet.dev/v1alpha1
kind: Fleet
metadata: {name: search}
models:
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    scaling: {on: concurrency}
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus:
      namespace: monitoring
      address: "https://prometheus.monitoring:9090"
      authentication: {ca: {secret: prometheus, key: ca.crt}}
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
  bert: {backend: onnxruntime, maxBatchSize: 8, dynamicBatching: {}}
services:
  bert:
    models: [bert]
    repository: {s3: {bucket: models, prefix: search, region: eu-central-1}}
    gpu: {count: 1}
    scaling: {on: concurrency}
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus:
      namespace: monitoring
      address: "https://prometheus.monitoring:9090"
      authentication: {bearer: {secret: prometheus, key: token}, ca: {secret: prometheus, key: ca.crt}}
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
