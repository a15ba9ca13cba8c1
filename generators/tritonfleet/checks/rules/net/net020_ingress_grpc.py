"""NET020: ingress-nginx speaks the protocol of the port behind it."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.ingresses import NGINX, annotations_of, entries, is_nginx
from tritonfleet.checks.network.protocols import is_grpc, protocol_of
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BACKEND = f"{NGINX}backend-protocol"
_GRPC = frozenset({"GRPC", "GRPCS"})


def check(world: World) -> Verdicts:
    for entry in world.derived(entries):
        if entry.service is None or entry.port is None or not is_nginx(entry.ingress):
            continue
        spoken = str(annotations_of(entry.ingress).get(_BACKEND) or "HTTP").upper()
        path = (*entry.path, "backend", "service", "port")
        if spoken not in _GRPC and is_grpc(world, entry.service, entry.port):
            message = f"the port speaks gRPC, and the controller talks {spoken} to it"
            yield Breach(entry.ingress, path, message, related=(entry.service,))
        elif spoken in _GRPC and protocol_of(world, entry.service, entry.port) in ("http", "metrics"):
            message = f"the port speaks HTTP, and the controller talks {spoken} to it"
            fix = f"drop the annotation {_BACKEND}, or lead to the gRPC port"
            yield Breach(entry.ingress, path, message, fix, related=(entry.service,))


RULE = Rule(
    id="NET020",
    title="The ingress controller speaks another protocol than the backend",
    severity=Severity.ERROR,
    why="ingress-nginx talks HTTP/1.1 to backends unless it is told otherwise. A gRPC server closes such a "
    "connection: clients get UNAVAILABLE or HTTP 502 for every call, while the pods are healthy.",
    fix='set the annotation nginx.ingress.kubernetes.io/backend-protocol: "GRPC"',
    sources=("kubernetes/ingress-nginx:docs/user-guide/nginx-configuration/annotations.md",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: grpc, port: 8001}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  ingressClassName: nginx
  tls: [{hosts: [bert.example.com], secretName: models-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {name: grpc}}}}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: grpc, port: 8001}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod, annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}
spec:
  ingressClassName: nginx
  tls: [{hosts: [bert.example.com], secretName: models-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {name: grpc}}}}]}
""",
)
