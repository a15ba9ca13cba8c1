"""TRT026: a probe asks the port of its endpoint."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server
from tritonfleet.checks.triton.probes import Probe, probes
from tritonfleet.checks.world import World

_ELSEWHERE = frozenset({8000, 8001})
"""Triton's usual ports: whoever asks them means Triton."""
_OTHER_ENDPOINTS = ("allow-sagemaker", "allow-vertex-ai")


def check(world: World) -> Verdicts:
    for probe in probes(world):
        server, endpoint = probe.server, "grpc" if probe.grpc else "http"
        if probe.port is None or (probe.http is None and not probe.grpc) or not server.complete:
            continue
        known = _meaning(server, probe.port)
        if server.listens(endpoint) is False and probe.port == server.port(endpoint) and known is None:
            message = f"`{probe.kind}` asks {endpoint}, which `--allow-{endpoint}=false` turns off"
            yield Breach(
                server.resource, probe.port_path, message, "turn the endpoint on, or probe another one"
            )
        elif (
            known is not None and known != endpoint and not (known == "metrics" and probe.http == "/metrics")
        ):
            message = (
                f"`{probe.kind}` asks port {probe.port} for {endpoint}, which is Triton's port of {known}"
            )
            yield _other_port(server, probe, endpoint, message)
        elif known is None and not _may_answer(server, probe.port):
            yield _other_port(
                server, probe, endpoint, f"`{probe.kind}` asks port {probe.port}, where nothing listens"
            )


def _other_port(server: Server, probe: Probe, endpoint: str, message: str) -> Breach:
    return Breach(server.resource, probe.port_path, message, f"probe port {server.port(endpoint)}")


def _meaning(server: Server, port: int) -> str | None:
    """The endpoint of Triton that listens on a port."""
    return next(
        (e for e in ("http", "grpc", "metrics") if server.listens(e) and server.port(e) == port), None
    )


def _may_answer(server: Server, port: int) -> bool:
    """Whether something else than Triton's three endpoints may listen: what is declared, a sidecar, a script."""
    others = [c for field in ("containers", "initContainers") for _, c in items(server.pod, field)]
    if len(others) > 1 or any(flag.shell for flag in server.arguments.flags):
        return True
    if port in _ELSEWHERE:
        return False
    declared = [port.get("containerPort") for _, port in items(server.container, "ports")]
    other_endpoints = server.environment.values.get("AIP_MODE") or any(map(server.flag, _OTHER_ENDPOINTS))
    return not server.stock or bool(other_endpoints) or not declared or port in declared


RULE = Rule(
    id="TRT026",
    title="A probe asks a port where its endpoint does not listen",
    severity=Severity.ERROR,
    why="The kubelet gets `connection refused` or an answer in another protocol, so the probe never "
    "passes, although the server is well.",
    fix="probe the port that the flags give the endpoint",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc",
        "kubernetes/website:content/en/docs/concepts/workloads/pods/probes.md",
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
        args: [tritonserver, --model-repository=gs://models, --http-port=9000]
        startupProbe: {httpGet: {path: /v2/health/live, port: 9000}, periodSeconds: 10, failureThreshold: 60}
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
        args: [tritonserver, --model-repository=gs://models, --http-port=9000]
        startupProbe: {httpGet: {path: /v2/health/live, port: 9000}, periodSeconds: 10, failureThreshold: 60}
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 9000}}
""",
)
