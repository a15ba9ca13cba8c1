"""FLT078: a window of the calendar is one."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT078",
    title="A cron window that KEDA refuses, or that is never reached",
    severity=Severity.ERROR,
    why="Nothing looks at a trigger's metadata before the operator does: `error parsing start "
    "schedule`, or `unable to load timezone`, and with one such trigger the whole ScaledObject "
    "stops scaling.",
    fix="write five fields as cron has them, an end that is not the start, and a time zone of the IANA database",
    sources=("kedacore/keda:pkg/scalers/cron_scaler.go", "robfig/cron:parser.go"),
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
    scaling:
      on: cron
      cron: {day: {start: 0 8 * * 1-5, end: 0 18 * * 1-5, replicas: 3, timezone: Europe/Berln}}
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus: {namespace: monitoring, address: "http://prometheus.monitoring:9090"}
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
    scaling:
      on: cron
      cron: {day: {start: 0 8 * * 1-5, end: 0 18 * * 1-5, replicas: 3, timezone: Europe/Berlin}}
clusters:
  main:
    kubernetes: "1.36"
    keda: {}
    prometheus: {namespace: monitoring, address: "http://prometheus.monitoring:9090"}
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
