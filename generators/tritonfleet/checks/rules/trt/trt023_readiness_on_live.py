"""TRT023: readiness asks whether the models are ready."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import LIVE, READY, probes
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for probe in probes(world):
        if probe.kind == "readinessProbe" and probe.http in {LIVE, "/v2"}:
            path = (*probe.path, "httpGet", "path")
            message = f"`readinessProbe` asks {probe.http}, which passes while models are not loaded"
            yield Breach(probe.server.resource, path, message, mend=Mend("set", path, READY))


RULE = Rule(
    id="TRT023",
    title="Readiness is probed by liveness",
    severity=Severity.WARNING,
    why="/v2/health/live says yes as soon as the server runs, whatever its models do. Requests reach a "
    "pod whose models failed to load, are being reloaded or have been unloaded at shutdown, and get "
    "`unknown model`.",
    fix="probe /v2/health/ready",
    sources=(
        "triton-inference-server/server#6230",
        "triton-inference-server/server#6939",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
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
        startupProbe: {httpGet: {path: /v2/health/live, port: 8000}, periodSeconds: 10, failureThreshold: 60}
        livenessProbe: {httpGet: {path: /v2/health/live, port: 8000}}
        readinessProbe: {httpGet: {path: /v2/health/live, port: 8000}}
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
        startupProbe: {httpGet: {path: /v2/health/live, port: 8000}, periodSeconds: 10, failureThreshold: 60}
        livenessProbe: {httpGet: {path: /v2/health/live, port: 8000}}
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
