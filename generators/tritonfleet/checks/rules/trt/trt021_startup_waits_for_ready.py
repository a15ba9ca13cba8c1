"""TRT021: the startup probe asks whether the server lives."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import LIVE, READY, probes
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for probe in probes(world):
        server = probe.server
        if probe.kind != "startupProbe" or probe.http != READY:
            continue
        keeps_on = server.switched("exit-on-error", default=True) is False
        if keeps_on and server.switched("strict-readiness", default=True):
            message = (
                f"`startupProbe` asks {READY}, which one model that fails to load keeps from ever passing"
            )
            path = (*probe.path, "httpGet", "path")
            mend = Mend("set", path, LIVE)
            yield Breach(server.resource, path, message, mend=mend)


RULE = Rule(
    id="TRT021",
    title="The startup probe waits for models that cannot load",
    severity=Severity.WARNING,
    why="With `--exit-on-error=false` the server lives on beside a model that failed, but under "
    "strict readiness it never becomes ready. A startup probe on /v2/health/ready then restarts "
    "the pod for ever, and the models that did load never serve.",
    fix="probe /v2/health/live, and leave readiness to the readinessProbe",
    sources=(
        "triton-inference-server/server:deploy/k8s-onprem/templates/deployment.yaml",
        "triton-inference-server/server:docs/customization_guide/deploy.md",
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_STRICT_READINESS",
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
        args: [tritonserver, --model-repository=gs://models, --exit-on-error=false]
        startupProbe: {httpGet: {path: /v2/health/ready, port: 8000}, failureThreshold: 60}
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
        args: [tritonserver, --model-repository=gs://models, --exit-on-error=false]
        startupProbe: {httpGet: {path: /v2/health/live, port: 8000}, failureThreshold: 60}
""",
)
