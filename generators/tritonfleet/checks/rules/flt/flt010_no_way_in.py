"""FLT010: a way in has its controller or gateway."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Reads, Rule

RULE = Rule(
    id="FLT010",
    title="A service is exposed by an ingress or gateway that its cluster does not have",
    severity=Severity.ERROR,
    why="The host name does not answer, and nothing reports why: no controller picks the Ingress or route"
    " up.",
    fix="declare the cluster's `ingress` or `gateway`, or take the way in out",
    sources=("kubernetes/website:content/en/docs/concepts/services-networking/ingress.md",),
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
    expose: {ingress: {host: bert.example.com}}
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
    expose: {ingress: {host: bert.example.com}}
clusters:
  main:
    kubernetes: "1.36"
    ingress: {className: nginx, namespace: ingress-nginx}
    pools:
      a100:
        nodes: 1
        gpu: {product: NVIDIA-A100-SXM4-80GB, perNode: 4}
environments:
  prod: {cluster: main, namespace: search}
""",
)
