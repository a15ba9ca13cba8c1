"""NET007: a Service leads to ports that Triton listens on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.protocols import PROTOCOLS, named_ports, servers_of
from tritonfleet.checks.objects import Resource, Workload
from tritonfleet.checks.pods import (
    Role,
    by_workload,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import selections, target_of
from tritonfleet.checks.world import World

_OTHER_ENDPOINTS = ("allow-sagemaker", "allow-vertex-ai", "openai-port")


def check(world: World) -> Verdicts:
    for workload, servers in world.derived(servers_of).items():
        own = [c for c in world.derived(by_workload).get(workload, ()) if c.role in (Role.MAIN, Role.SIDECAR)]
        listening = {
            protocol: servers[0].port(protocol) for protocol in PROTOCOLS if servers[0].listens(protocol)
        }
        known = servers[0].complete and None not in listening.values()
        if len(own) != 1 or not known or any(servers[0].flags(name) for name in _OTHER_ENDPOINTS):
            continue
        for service in world.derived(_services_of).get(workload, ()):
            yield from _verdicts(service, workload, listening)


def _services_of(world: World) -> dict[Workload, list[Resource]]:
    found: dict[Workload, list[Resource]] = defaultdict(list)
    for service, workloads in world.derived(selections):
        for workload in workloads:
            found[workload].append(service)
    return found


def _verdicts(service: Resource, workload: Workload, listening: Mapping[str, int | None]) -> Verdicts:
    declared = [port.get("containerPort") for port in workload.ports]
    for number, port, _ in named_ports(service):
        target = target_of(port)
        if isinstance(target, int) and target not in declared and target not in listening.values():
            field = "targetPort" if "targetPort" in port else "port"
            there = ", ".join(f"{protocol} {listens}" for protocol, listens in listening.items())
            message = f"Triton in {workload.resource} does not listen on {target}: it serves {there}"
            path = ("spec", "ports", number, field)
            yield Breach(service, path, message, related=(workload.resource,))


RULE = Rule(
    id="NET007",
    title="A Service leads to a port that Triton does not listen on",
    severity=Severity.ERROR,
    why="The Service has endpoints and the pods are ready, and every connection is refused: `connection "
    "refused` or `503 upstream connect error`. It happens when --http-port or --grpc-port changes and the "
    "Service does not.",
    fix="let `targetPort` be the port of --http-port, --grpc-port or --metrics-port",
    sources=("triton-inference-server/server:src/command_line_parser.cc",),
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
        args: [tritonserver, --model-repository=gs://models, --http-port=9000]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 9000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: 8000}]}
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
        args: [tritonserver, --model-repository=gs://models, --http-port=9000]
        readinessProbe: {httpGet: {path: /v2/health/ready, port: 9000}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: 9000}]}
""",
)
