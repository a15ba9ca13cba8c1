"""TRT070: TLS comes with a certificate and a key."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.arguments import as_switch
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("grpc-use-ssl-mutual") or server.flag("grpc-use-ssl")
        if (
            flag is None
            or not server.complete
            or (flag.name == "grpc-use-ssl" and as_switch(flag.text or "") is not True)
        ):
            continue
        wanted = ["grpc-server-cert", "grpc-server-key"]
        if flag.name == "grpc-use-ssl-mutual" and as_switch(flag.text or ""):
            wanted.append("grpc-root-cert")
        missing = [f"`--{name}`" for name in wanted if not server.flags(name)]
        if missing:
            yield Breach(server.resource, flag.path, f"`--{flag.name}` is on without {', '.join(missing)}")


RULE = Rule(
    id="TRT070",
    title="TLS is on, but a certificate or key is missing",
    severity=Severity.ERROR,
    why="Triton reads files that are not there as empty. gRPC then does not start, and the log misleads: "
    "`Invalid cert chain file` is followed by `Socket '0.0.0.0:8001' already in use`.",
    fix="give `--grpc-server-cert` and `--grpc-server-key`, and `--grpc-root-cert` for mutual TLS",
    sources=(
        "triton-inference-server/server:src/grpc/grpc_server.cc@r26.08",
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
        args: [tritonserver, --model-repository=gs://models, --grpc-use-ssl=true, --grpc-server-cert=/tls/tls.crt]
        volumeMounts: [{name: tls, mountPath: /tls}]
      volumes: [{name: tls, secret: {secretName: bert-tls}}]
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
        args:
        - tritonserver
        - --model-repository=gs://models
        - --grpc-use-ssl=true
        - --grpc-server-cert=/tls/tls.crt
        - --grpc-server-key=/tls/tls.key
        volumeMounts: [{name: tls, mountPath: /tls}]
      volumes: [{name: tls, secret: {secretName: bert-tls}}]
""",
)
