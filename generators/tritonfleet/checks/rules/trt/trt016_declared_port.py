"""TRT016: a declared port is one that Triton listens on."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

_DEFAULTS = {8000: "http", 8001: "grpc", 8002: "metrics"}
_OTHER_ENDPOINTS = ("allow-sagemaker", "allow-vertex-ai")


def check(world: World) -> Verdicts:
    for server in servers(world):
        if any(server.flags(name) for name in _OTHER_ENDPOINTS) or "AIP_MODE" in server.environment.values:
            continue
        listening = {
            server.port(endpoint) for endpoint in _DEFAULTS.values() if server.listens(endpoint) is not False
        }
        for number, port in items(server.container, "ports"):
            declared = port.get("containerPort")
            endpoint = _endpoint(port.get("name"), declared)
            if endpoint is None or not server.complete or declared in listening or None in listening:
                continue
            path = (*server.path, "ports", number, "containerPort")
            yield Breach(server.resource, path, *_words(server, endpoint, declared))


def _endpoint(name: Any, declared: Any) -> str | None:
    """The endpoint that a port is meant for, by its name, or else by Triton's default number."""
    if not isinstance(declared, int):
        return None
    if isinstance(name, str):
        for endpoint in ("metrics", "grpc", "http"):
            if name in {endpoint, f"{endpoint}-triton", f"triton-{endpoint}"}:
                return endpoint
    return _DEFAULTS.get(declared)


def _words(server: Server, endpoint: str, declared: Any) -> tuple[str, str]:
    if server.listens(endpoint) is False:
        message = f"port {declared} is declared for {endpoint}, which `--allow-{endpoint}=false` turns off"
        return message, "remove the port, or turn the endpoint on"
    port = server.port(endpoint)
    message = f"port {declared} is declared for {endpoint}, but Triton listens on {port}"
    return message, f"declare {port}, or set `--{endpoint}-port={declared}`"


RULE = Rule(
    id="TRT016",
    title="The container declares a port that Triton does not listen on",
    severity=Severity.ERROR,
    why="A Service, monitor or probe that follows the declared port by its name gets `connection "
    "refused`: the flags moved the endpoint, or turned it off.",
    fix="declare the port that the flags say, or change the flag",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc",
        "kubernetes/kubernetes:staging/src/k8s.io/api/core/v1/types.go",
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
        ports: [{name: http, containerPort: 8000}]
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
        ports: [{name: http, containerPort: 9000}]
""",
)
