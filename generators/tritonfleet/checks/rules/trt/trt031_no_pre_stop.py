"""TRT031: a server behind a Service keeps serving until it is out of the endpoints."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.exposure import exposing
from tritonfleet.checks.triton.stopping import prepares
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        if server.workload is None or prepares(server):
            continue
        services = [*exposing(world, server, "http"), *exposing(world, server, "grpc")]
        if services:
            message = f"container `{server.name}` has no preStop hook: it closes its ports before {services[0]} knows"
            yield Breach(server.resource, server.path, message, related=tuple(services[:1]))


RULE = Rule(
    id="TRT031",
    title="Requests arrive after Triton has closed its ports",
    severity=Severity.WARNING,
    why="On SIGTERM Triton stops listening at once, but nodes and gateways learn only seconds later that "
    "the pod is gone. At each rollout, scale-down and drain some requests meet `connection refused` or "
    "`unknown model`.",
    fix="add lifecycle.preStop.sleep of 10 to 15 seconds, and lengthen terminationGracePeriodSeconds "
    "by as much",
    sources=(
        "triton-inference-server/server#6230",
        "triton-inference-server/server#6939",
        "kubernetes/website:content/en/docs/concepts/workloads/pods/pod-lifecycle.md",
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
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
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
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 15}}}
      terminationGracePeriodSeconds: 60
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
""",
)
