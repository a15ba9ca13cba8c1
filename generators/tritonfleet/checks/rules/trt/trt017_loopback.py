"""TRT017: endpoints that others call do not listen on loopback only."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.exposure import exposing
from tritonfleet.checks.triton.probes import probes
from tritonfleet.checks.world import World

_LOOPBACK = ("127.", "localhost", "::1")


def check(world: World) -> Verdicts:
    for server in servers(world):
        for endpoint in ("http", "grpc", "metrics"):
            flag = server.flag(f"{endpoint}-address")
            if flag is None or not (flag.text or "").startswith(_LOOPBACK):
                continue
            callers = exposing(world, server, endpoint)
            probing = [p for p in probes(world) if p.server is server and p.port == server.port(endpoint)]
            if callers or probing:
                caller = str(callers[0]) if callers else f"the {probing[0].kind}"
                message = f"{endpoint} listens on {flag.text} only, where {caller} cannot reach it"
                yield Breach(server.resource, flag.value_path, message, related=tuple(callers))


RULE = Rule(
    id="TRT017",
    title="An endpoint listens on the loopback address, but is called from outside the pod",
    severity=Severity.ERROR,
    why="The kubelet and other pods use the pod's address, where nothing listens: probes fail with "
    "`connection refused` and the pod is restarted, while curl inside the container works.",
    fix="leave out the address, or set it to 0.0.0.0",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_HTTP_ADDRESS",
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
        args: [tritonserver, --model-repository=gs://models, --http-address=127.0.0.1]
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
        args: [tritonserver, --model-repository=gs://models, --http-address=0.0.0.0]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
""",
)
