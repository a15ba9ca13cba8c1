"""TRT022: liveness asks whether the server lives, not whether it is ready."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import LIVE, READY, probes
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for probe in probes(world):
        if probe.kind == "livenessProbe" and probe.http == READY:
            path = (*probe.path, "httpGet", "path")
            message = f"`livenessProbe` asks {READY}: one model that fails restarts the whole server"
            yield Breach(probe.server.resource, path, message, mend=Mend("set", path, LIVE))


RULE = Rule(
    id="TRT022",
    title="Liveness is probed by readiness",
    severity=Severity.WARNING,
    why="/v2/health/ready says no while the server starts to stop, and under strict readiness while "
    "any model is being reloaded or has failed. The kubelet then restarts a server that works, "
    "and all its other models with it.",
    fix="probe /v2/health/live",
    sources=(
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
        "kserve/kserve:docs/predict-api/v2/required_api.md",
        "triton-inference-server/server#7014",
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
        livenessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
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
