"""TRT025: a probe asks a path that Triton answers."""

from __future__ import annotations

import re

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import LIVE, READY, probes
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend

_PATHS = re.compile(
    r"/v2(/health/(live|ready)|/models/[^/]+(/versions/[0-9]+)?(/(ready|stats|config))?|/models/stats)?"
)


def check(world: World) -> Verdicts:
    for probe in probes(world):
        if probe.http is None or probe.port is None or probe.port != probe.server.port("http"):
            continue
        if not _PATHS.fullmatch(probe.http.rstrip("/") if probe.http != "/" else "/"):
            wanted = LIVE if probe.kind != "readinessProbe" else READY
            path = (*probe.path, "httpGet", "path")
            message = f"`{probe.kind}` asks {probe.http}, which Triton does not have"
            yield Breach(
                probe.server.resource, path, message, f"probe {wanted}", mend=Mend("set", path, wanted)
            )


RULE = Rule(
    id="TRT025",
    title="A probe asks a path that Triton does not have",
    severity=Severity.ERROR,
    why="Triton answers 400 or 404, so the probe fails from the first time on: the pod never becomes "
    "ready, or is restarted for ever. The paths of Triton 1 (/api/health/ready) and of other "
    "servers (/health) are the usual ones.",
    fix="probe /v2/health/live or /v2/health/ready",
    sources=(
        "triton-inference-server/server:src/http_server.cc, server_regex_",
        "kserve/kserve:docs/predict-api/v2/required_api.md",
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
        livenessProbe: {httpGet: {path: /api/health/live, port: 8000}}
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
