"""NET016: a Service and its pods agree on TCP or UDP."""

from __future__ import annotations

from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import Workload, items
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.services import selections, target_of
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for service, workloads in world.derived(selections):
        for number, port in items(service.data, "spec", "ports"):
            protocol, target = str(port.get("protocol") or "TCP"), target_of(port)
            for workload in workloads:
                other = _only_other(workload, target, protocol)
                if other:
                    path = ("spec", "ports", number, "protocol" if "protocol" in port else "port")
                    message = f"{protocol} port {port.get('port')} leads to {target}, {other} in {workload.resource}"
                    yield Breach(service, path, message, related=(workload.resource,))


def _only_other(workload: Workload, target: Any, protocol: str) -> str:
    """The protocol by which the pods declare the port, if it is another one; "" if they agree or say nothing."""
    field = "name" if isinstance(target, str) else "containerPort"
    said = {str(port.get("protocol") or "TCP") for port in workload.ports if port.get(field) == target}
    return "" if not said or protocol in said else sorted(said)[0]


RULE = Rule(
    id="NET016",
    title="A Service and its pods disagree on the protocol",
    severity=Severity.ERROR,
    why="A named target port is matched together with its protocol, so the Service has no endpoints for it; by "
    "number, packets of the wrong protocol find nobody listening.",
    fix="give both the same `protocol`",
    sources=("kubernetes/kubernetes:pkg/api/v1/pod/util.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: statsd, namespace: prod}
spec: {selector: {app: statsd}, ports: [{name: statsd, port: 8125, targetPort: statsd}]}
---
apiVersion: v1
kind: Pod
metadata: {name: statsd, namespace: prod, labels: {app: statsd}}
spec:
  containers:
  - {name: statsd, image: "statsd:0.27", ports: [{name: statsd, containerPort: 8125, protocol: UDP}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: statsd, namespace: prod}
spec: {selector: {app: statsd}, ports: [{name: statsd, port: 8125, targetPort: statsd, protocol: UDP}]}
---
apiVersion: v1
kind: Pod
metadata: {name: statsd, namespace: prod, labels: {app: statsd}}
spec:
  containers:
  - {name: statsd, image: "statsd:0.27", ports: [{name: statsd, containerPort: 8125, protocol: UDP}]}
""",
)
