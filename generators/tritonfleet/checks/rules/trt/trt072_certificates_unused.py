"""TRT072: certificates are given where TLS is on."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("grpc-server-cert") or server.flag("grpc-server-key")
        on = server.switched("grpc-use-ssl", default=False)
        if flag and on is False and not server.flags("grpc-use-ssl-mutual"):
            yield Breach(server.resource, flag.path, f"`--{flag.name}` is given, but `--grpc-use-ssl` is off")


RULE = Rule(
    id="TRT072",
    title="A certificate is given, but gRPC runs without TLS",
    severity=Severity.WARNING,
    why="Only `--grpc-use-ssl` turns TLS on; a certificate alone does nothing. Requests cross the "
    "network in plain text, while the manifest looks as if they did not.",
    fix="set `--grpc-use-ssl=true`",
    sources=(
        "triton-inference-server/server:src/command_line_parser.cc, OPTION_GRPC_USE_SSL",
        "triton-inference-server/server:docs/customization_guide/inference_protocols.md",
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - --grpc-server-cert=/tls/tls.crt
        - --grpc-server-key=/tls/tls.key
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
""",
)
