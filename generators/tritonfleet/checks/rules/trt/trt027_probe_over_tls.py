"""TRT027: probes speak the protocol that the endpoint speaks."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton.probes import LIVE, probes
from tritonfleet.checks.world import World
from tritonfleet.errors import Mend


def check(world: World) -> Verdicts:
    for probe in probes(world):
        server = probe.server
        scheme = value(probe.data, "httpGet", "scheme")
        if scheme == "HTTPS" and probe.port is not None and probe.port == server.port("http"):
            path = (*probe.path, "httpGet", "scheme")
            message = f"`{probe.kind}` uses HTTPS, which Triton's HTTP endpoint does not speak"
            yield Breach(server.resource, path, message, mend=Mend("remove", path))
        elif probe.grpc and (
            server.switched("grpc-use-ssl", default=False) or server.flags("grpc-use-ssl-mutual")
        ):
            message = f"`{probe.kind}` is a gRPC probe without TLS, which `--grpc-use-ssl` demands"
            yield Breach(server.resource, (*probe.path, "grpc"), message, f"use httpGet on {LIVE}")


RULE = Rule(
    id="TRT027",
    title="A probe and the endpoint disagree about TLS",
    severity=Severity.ERROR,
    why="Triton's HTTP endpoint speaks no TLS, and the kubelet's gRPC probe speaks nothing but plain "
    "text. A probe that expects the other one fails every time, and the pod is restarted or "
    "never ready.",
    fix="probe by HTTP without TLS",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_GRPC_USE_SSL",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
        ""
        "kubernetes/website:content/en/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes.md",
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
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000, scheme: HTTPS}}
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
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
