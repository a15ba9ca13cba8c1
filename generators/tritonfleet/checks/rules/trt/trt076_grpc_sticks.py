"""TRT076: gRPC clients spread over all pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.exposure import exposing, most_replicas
from tritonfleet.checks.world import World

_MESH = ("sidecar.istio.io/inject", "istio.io/rev", "linkerd.io/inject", "istio-injection")


def check(world: World) -> Verdicts:
    for server in servers(world):
        services = exposing(world, server, "grpc")
        if not services or server.flags("grpc-max-connection-age") or not server.complete:
            continue
        if any(value(service.data, "spec", "clusterIP") == "None" for service in services):
            continue
        pods = most_replicas(world, server)
        if pods > 1 and not _is_meshed(world, server):
            path = (*server.path, "args" if "args" in server.container else "command")
            message = f"{services[0]} spreads connections, not requests, over up to {pods} pods"
            yield Breach(server.resource, path, message, related=tuple(services[:1]))


def _is_meshed(world: World, server: Server) -> bool:
    """Whether a sidecar or a gateway balances by request; meshes are switched on by pod or by namespace."""
    metadata = mapping(server.workload.template, "metadata") if server.workload else {}
    namespace = world.index.get("Namespace", "", server.resource.namespace)
    marks = [mapping(metadata, "labels"), mapping(metadata, "annotations")]
    marks += (
        [mapping(namespace.data, "metadata", field) for field in ("labels", "annotations")]
        if namespace
        else []
    )
    return any(key in mark for mark in marks for key in _MESH) or bool(list(world.index.of_kind("GRPCRoute")))


RULE = Rule(
    id="TRT076",
    title="All gRPC requests of a client go to one pod",
    severity=Severity.INFO,
    why="A gRPC client keeps its connection, and a ClusterIP Service chooses a pod only per "
    "connection. Pods that the autoscaler adds stay idle while the first ones queue.",
    fix="set `--grpc-max-connection-age`, or give clients a headless Service and round_robin",
    sources=(
        "triton-inference-server/server#6177",
        "knative/serving#14011",
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_GRPC_ARG_MAX_CONNECTION_AGE_MS",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models]
        ports: [{name: grpc, containerPort: 8001}]
        readinessProbe: {grpc: {port: 8001}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: grpc, port: 8001}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  replicas: 3
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --grpc-max-connection-age=60000]
        ports: [{name: grpc, containerPort: 8001}]
        readinessProbe: {grpc: {port: 8001}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: grpc, port: 8001}]}
""",
)
