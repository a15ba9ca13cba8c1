"""TRT074: only those who should can load and unload models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Resource, items, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.triton.arguments import Flag
from tritonfleet.checks.triton.exposure import exposing
from tritonfleet.checks.world import World

_RESTRICTIONS = {"http": "http-restricted-api", "grpc": "grpc-restricted-protocol"}
_CONTROL = "/v2/repository"


def check(world: World) -> Verdicts:
    for server in servers(world):
        flag = server.flag("model-control-mode")
        if flag is None or server.control_mode != "explicit":
            continue
        for endpoint, name in _RESTRICTIONS.items():
            if any(_covers(restriction) for restriction in server.flags(name)):
                continue
            for service in exposing(world, server, endpoint):
                entrance = _entrance(world, service, endpoint)
                if entrance is not None:
                    message = f"{entrance} leads to the model control API over {endpoint}"
                    yield Breach(server.resource, flag.path, message, related=(entrance,))
                    break


def _covers(flag: Flag) -> bool:
    return flag.text is None or "model-repository" in flag.text.partition(":")[0].split(",")


def _entrance(world: World, service: Resource, endpoint: str) -> Resource | None:
    """What leads from outside the cluster to the control API behind a Service."""
    if value(service.data, "spec", "type") in ("LoadBalancer", "NodePort"):
        return service
    leading = world.derived(_by_service) if endpoint == "http" else {}
    return leading.get((service.namespace, service.name))


def _by_service(world: World) -> dict[tuple[str, Any], Resource]:
    """The Ingress that leads to the control API, by namespace and name of the Service."""
    return {
        (ingress.namespace, str(name)): ingress
        for ingress in world.index.of_kind("Ingress")
        for name in _backends(ingress)
    }


def _backends(ingress: Resource) -> Iterator[Any]:
    """The Services to which an Ingress leads requests for the control API."""
    yield value(ingress.data, "spec", "defaultBackend", "service", "name")
    for _, rule in items(ingress.data, "spec", "rules"):
        for _, path in items(rule, "http", "paths"):
            prefix = str(path.get("path") or "/").rstrip("/")
            if path.get("pathType") == "Prefix" and (prefix == _CONTROL or _CONTROL.startswith(f"{prefix}/")):
                yield value(path, "backend", "service", "name")


RULE = Rule(
    id="TRT074",
    title="Anybody outside the cluster can load and unload models",
    severity=Severity.WARNING,
    why="In explicit mode the repository API is on the same ports as inference. One request from "
    "outside unloads a model for all, or loads one with a configuration of the client's own.",
    fix="restrict model-repository by `--http-restricted-api` and `--grpc-restricted-protocol`, or "
    "lead no path to /v2/repository",
    sources=(
        "triton-inference-server/server:docs/customization_guide/deploy.md",
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
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit, --load-model=bert]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
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
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
      - name: triton
        image: nvcr.io/nvidia/tritonserver:26.07-py3
        args: [tritonserver, --model-repository=gs://models, --model-control-mode=explicit, --load-model=bert]
        ports: [{name: http, containerPort: 8000}]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 8000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 8000}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bert, namespace: prod}
spec:
  tls: [{hosts: [bert.example.com], secretName: bert-tls}]
  rules:
  - host: bert.example.com
    http: {paths: [{path: /v2/models, pathType: Prefix, backend: {service: {name: bert, port: {name: http}}}}]}
""",
)
