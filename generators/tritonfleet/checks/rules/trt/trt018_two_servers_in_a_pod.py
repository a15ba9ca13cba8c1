"""TRT018: servers in one pod listen on different ports."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.world import World

_ENDPOINTS = ("http", "grpc", "metrics")


def check(world: World) -> Verdicts:
    for group in world.derived(_by_pod).values():
        taken: dict[int, Server] = {}
        for server in group if len(group) > 1 else ():
            for endpoint in _ENDPOINTS:
                port = server.port(endpoint) if server.listens(endpoint) else None
                if port is None or server.flags(f"reuse-{endpoint}-port"):
                    continue
                other = taken.setdefault(port, server)
                if other is not server:
                    flag = server.flag(f"{endpoint}-port")
                    path = flag.value_path if flag else server.path
                    message = f"containers `{other.name}` and `{server.name}` both listen on port {port}"
                    yield Breach(
                        server.resource, path, message, f"set `--{endpoint}-port` of one to a free port"
                    )


def _by_pod(world: World) -> dict[int, list[Server]]:
    found: dict[int, list[Server]] = {}
    for server in servers(world):
        if server.workload is not None:
            found.setdefault(id(server.workload), []).append(server)
    return found


RULE = Rule(
    id="TRT018",
    title="Two Tritons in one pod listen on the same port",
    severity=Severity.ERROR,
    why="Containers of a pod share its network. The second one to start fails with `Socket "
    "'0.0.0.0:8001' already in use` and is restarted for ever; which one that is changes from pod to pod.",
    fix="give each server ports of its own",
    sources=(
        "kubernetes/website:content/en/docs/concepts/workloads/pods/_index.md",
        "triton-inference-server/server:src/grpc/grpc_server.cc",
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
        args: [tritonserver, --model-repository=gs://bert]
      - name: resnet
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://resnet, --http-port=9000]
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
        args: [tritonserver, --model-repository=gs://bert]
      - name: resnet
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://resnet, --http-port=9000, --grpc-port=9001, --metrics-port=9002]
""",
)
