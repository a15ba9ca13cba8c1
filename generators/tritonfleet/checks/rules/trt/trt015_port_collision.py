"""TRT015: each endpoint has a port of its own."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World

_ENDPOINTS = ("http", "grpc", "metrics")


def check(world: World) -> Verdicts:
    for server in servers(world):
        taken: dict[int, str] = {}
        if any(server.flags(f"{endpoint}-address") for endpoint in _ENDPOINTS):
            continue
        for endpoint in _ENDPOINTS:
            port = server.port(endpoint)
            if port is None or not server.listens(endpoint):
                continue
            other = taken.setdefault(port, endpoint)
            if other != endpoint:
                flag = server.flag(f"{endpoint}-port") or server.flag(f"{other}-port")
                path = flag.value_path if flag else server.path
                message = f"the endpoints {other} and {endpoint} both listen on port {port}"
                yield Breach(server.resource, path, message, f"set `--{endpoint}-port` to a free port")


RULE = Rule(
    id="TRT015",
    title="Two endpoints of Triton share a port",
    severity=Severity.ERROR,
    why="Triton refuses to start: `The server cannot listen to HTTP requests and GRPC requests at the "
    "same address and port`. Moving one port to another endpoint's default is enough.",
    fix="give each endpoint a port of its own",
    sources=("triton-inference-server/server:src/command_line_parser.cc, CheckPortCollision",),
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
        args: [tritonserver, --model-repository=gs://models, --http-port=8001]
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
        args: [tritonserver, --model-repository=gs://models, --http-port=8001, --grpc-port=8002, --metrics-port=8003]
""",
)
