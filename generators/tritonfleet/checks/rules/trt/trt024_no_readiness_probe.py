"""TRT024: a server behind a Service has a readiness probe."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.exposure import exposing
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        if "readinessProbe" in server.container:
            continue
        services = [*exposing(world, server, "http"), *exposing(world, server, "grpc")]
        if services:
            message = (
                f"container `{server.name}` has no `readinessProbe`, and {services[0]} sends it requests"
            )
            # The startupProbe holds requests back until the models are loaded; nothing does so afterwards.
            severity = Severity.WARNING if "startupProbe" in server.container else None
            yield Breach(
                server.resource, server.path, message, severity=severity, related=tuple(services[:1])
            )


RULE = Rule(
    id="TRT024",
    title="A Service sends requests to a server that no probe declares ready",
    severity=Severity.ERROR,
    why="Without a readinessProbe the pod counts as ready as soon as its process runs. Triton opens "
    "its ports after the models are loaded, so each new pod refuses connections for as long as "
    "that takes, at every rollout and scale-up.",
    fix="add a readinessProbe on /v2/health/ready",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/pods/probes.md",
        "triton-inference-server/server:src/main.cc, StartEndpoints",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}]
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}]
        lifecycle: {preStop: {sleep: {seconds: 10}}}
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)
