"""NET002: a Service's target ports are ports of its pods."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import declared, resolves, selections
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service, workloads in world.derived(selections):
        for workload in workloads:
            for number, port in items(service.data, "spec", "ports"):
                target = port.get("targetPort", port.get("port"))
                if not resolves(workload, target):
                    field = "targetPort" if "targetPort" in port else "port"
                    there = ", ".join(declared(workload)) or "none"
                    message = f"the pods of {workload.resource} have no port {target}"
                    yield Breach(service, ("spec", "ports", number, field), message, f"their ports: {there}")


RULE = Rule(
    id="NET002",
    title="A Service's target port does not exist",
    severity=Severity.ERROR,
    why="A named target port that no container declares leaves the Service without endpoints for that "
    "port; a wrong number gives refused connections.",
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
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
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
    spec: {containers: [{name: triton, image: triton, ports: [{name: http, containerPort: 8000}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod}
spec: {selector: {app: bert}, ports: [{name: http, port: 80, targetPort: http}, {name: raw, port: 8000}]}
""",
)
