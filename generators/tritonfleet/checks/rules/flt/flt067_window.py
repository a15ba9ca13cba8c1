"""FLT067: the window of an objective is a time in which budgets burn."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT067",
    title="An objective over a window in which no alert can be computed",
    severity=Severity.ERROR,
    why="Alerts on burn rates look at windows from an hour to three days, and fire when a "
    "share of the budget is spent in them. In a window shorter than 50 hours no share is "
    "left that matters; beyond a year no Prometheus keeps the data. Prometheus reads "
    "whole hours.",
    fix="take 30d, or 7d for a young service",
    sources=("slok/sloth:internal/alert/windows/google-30d.yaml",),
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
    slo: {availability: 99.9%, window: 12h}
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
    slo: {availability: 99.9%, window: 7d}
clusters:
  main:
    kubernetes: "1.36"
    pools:
      gpus: {nodes: 1, gpu: {product: NVIDIA-L40S, perNode: 4}}
environments:
  prod: {cluster: main, namespace: search}
""",
)
