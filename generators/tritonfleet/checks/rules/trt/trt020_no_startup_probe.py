"""TRT020: loading has a startup probe before liveness counts."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import probes
from tritonfleet.checks.world import World

_ENOUGH, _LITTLE = 300, 60
"""Seconds of loading that a liveness probe alone may forgive: beyond the first no model is in danger."""


def check(world: World) -> Verdicts:
    for probe in probes(world):
        server = probe.server
        if probe.kind != "livenessProbe" or "startupProbe" in server.container or probe.budget >= _ENOUGH:
            continue
        if server.control_mode == "explicit" and not server.flags("load-model"):
            continue
        severity = Severity.ERROR if probe.budget <= _LITTLE else Severity.WARNING
        message = f"the kubelet restarts container `{server.name}` after {probe.budget} s of loading: no `startupProbe`"
        yield Breach(server.resource, probe.path, message, severity=severity)


RULE = Rule(
    id="TRT020",
    title="Liveness is probed while models load",
    severity=Severity.ERROR,
    why="Triton opens its ports only after all models of the start are loaded, so the liveness probe "
    "fails until then. Once its few failures are used up the kubelet kills the container (`Liveness "
    "probe failed: connection refused`, restarts rise), and the load starts again.",
    fix="add a startupProbe on /v2/health/live whose failureThreshold × periodSeconds covers the "
    "slowest load",
    sources=(
        "triton-inference-server/server#6469",
        "triton-inference-server/server#7154",
        "triton-inference-server/server#6773",
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
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        livenessProbe: {httpGet: {path: /v2/health/live, port: 8000}}
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
