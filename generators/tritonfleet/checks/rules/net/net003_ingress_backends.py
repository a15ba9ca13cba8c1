"""NET003: an Ingress leads to Services and ports that exist."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks import needs
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.services import backend
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for ingress in world.index.of_kind("Ingress"):
        for path in _backends(ingress):
            service = mapping(ingress.data, *path)
            port = mapping(service, "port")
            field = "name" if "name" in port else "number"
            yield from backend(
                world,
                ingress,
                (*path, "name"),
                service.get("name"),
                namespace=ingress.namespace,
                port=port.get(field),
                port_path=(*path, "port", field),
            )


def _backends(ingress: Resource) -> Iterator[Path]:
    """The paths of every Service that the Ingress names."""
    if mapping(ingress.data, "spec", "defaultBackend", "service"):
        yield ("spec", "defaultBackend", "service")
    for number, rule in items(ingress.data, "spec", "rules"):
        for index, _ in items(rule, "http", "paths"):
            yield ("spec", "rules", number, "http", "paths", index, "backend", "service")


RULE = Rule(
    id="NET003",
    title="An Ingress leads nowhere",
    severity=Severity.ERROR,
    why="The ingress controller answers 503 for the path, or drops the whole rule.",
    fix="name a Service in the same namespace, and one of its ports",
    sources=("kubernetes/kubernetes:staging/src/k8s.io/api/networking/v1/types.go",),
    check=check,
    needs=(needs.existing("Service"),),
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec: {defaultBackend: {service: {name: bert, port: {number: 8000}}}}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {ports: [{name: http, port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: bert, port: {name: http}}}}]}
""",
)
