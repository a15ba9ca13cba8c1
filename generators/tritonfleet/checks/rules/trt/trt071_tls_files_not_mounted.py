"""TRT071: certificates lie on a volume."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import Server, servers
from tritonfleet.checks.triton.mounts import mounts, nearest
from tritonfleet.checks.world import World

_FILES = ("grpc-server-cert", "grpc-server-key", "grpc-root-cert")


def check(world: World) -> Verdicts:
    for server in servers(world):
        # Where TLS is off the files are not read, as TRT072 says.
        if server.workload is None or not server.stock or not _reads_them(server):
            continue
        for flag in (flag for name in _FILES for flag in server.flags(name)):
            if (flag.text or "").startswith("/") and nearest(mounts(world, server), flag.text or "") is None:
                message = f"no volume is mounted where `--{flag.name}` looks for {flag.text}"
                yield Breach(server.resource, flag.value_path, message)


def _reads_them(server: Server) -> bool:
    return server.switched("grpc-use-ssl", default=False) is not False or bool(
        server.flags("grpc-use-ssl-mutual")
    )


RULE = Rule(
    id="TRT071",
    title="A certificate or key is not mounted",
    severity=Severity.ERROR,
    why="NVIDIA's image holds no certificates. Triton reads the missing file as empty, gRPC does not "
    "start, and the log speaks of a socket in use.",
    fix="mount the Secret with the certificate there, or correct the path",
    sources=("triton-inference-server/server:src/grpc/grpc_utils.cc@r26.08, ReadFile",),
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
        - --grpc-use-ssl=true
        - --grpc-server-cert=/tls/tls.crt
        - --grpc-server-key=/tls/tls.key
        volumeMounts: [{name: tls, mountPath: /etc/tls}]
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
