"""NET002: a Service's target ports are ports of its pods."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.network.protocols import servers_of
from tritonfleet.checks.objects import Resource, Workload, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import (
    declared,
    resolves,
    selections,
    target_of,
)
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    triton = world.derived(servers_of)
    for service, workloads in world.derived(selections):
        ports = items(service.data, "spec", "ports")
        for workload in workloads:
            lost = [pair for pair in ports if not resolves(workload, target_of(pair[1]))]
            for number, port in lost:
                if isinstance(target_of(port), str):
                    yield _breach(service, workload, number, port, None)
                elif workload.ports and workload not in triton and not _told(workload, target_of(port)):
                    # Where other ports fit, this one may well be served without being declared.
                    severity = Severity.WARNING if len(lost) == len(ports) else Severity.INFO
                    yield _breach(service, workload, number, port, severity)


def _told(workload: Workload, port: Any) -> bool:
    """Whether a container is told of the number: by its command line, or a variable."""
    number = re.compile(rf"(?<!\d){re.escape(str(port))}(?!\d)")
    return any(
        number.search(str(text))
        for _, container in workload.containers
        for text in (
            *(container.get(field) for field in ("command", "args")),
            *(variable.get("value") for _, variable in items(container, "env")),
        )
    )


def _breach(
    service: Resource, workload: Workload, number: int, port: Mapping[str, Any], severity: Severity | None
) -> Breach:
    field = "targetPort" if "targetPort" in port else "port"
    there = ", ".join(declared(workload)) or "none"
    message = f"the pods of {workload.resource} declare no port {target_of(port)}"
    path = ("spec", "ports", number, field)
    return Breach(service, path, message, f"their ports: {there}", severity, related=(workload.resource,))


RULE = Rule(
    id="NET002",
    title="A Service's target port does not exist",
    severity=Severity.ERROR,
    why="A named target port that no container declares leaves the Service without endpoints for that port. A "
    "number need not be declared; if nothing listens there, connections are refused.",
    fix="use the name of a port that the container declares",
    sources=("kubernetes/kubernetes:pkg/api/v1/pod/util.go", "stackrox/kube-linter:docs/generated/checks.md"),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: grpc, port: 8001, targetPort: grpc}]}
""",
    passes="""\
apiVersion: apps/v1
kind: Deployment
metadata: {name: bert, namespace: prod}
spec:
  selector: {matchLabels: {app: bert}}
  template:
    metadata: {labels: {app: bert}}
    spec: {containers: [{name: triton, image: tritonserver:26.07, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: http}, {name: raw, port: 8000}]}
""",
)
