"""MON005: Prometheus looks into the namespace of a monitor or a PrometheusRule."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.selection import MONITORS, by_namespace
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for resource in world.index.of_kind(*MONITORS, "PrometheusRule"):
        found = by_namespace(world, resource)
        if found is not None and not found.selected and found.prometheus is not None:
            message = f"{found.prometheus} looks into {found.wanted}, not into {resource.namespace}"
            yield Breach(resource, ("metadata", "namespace"), message, related=(found.prometheus,))


RULE = Rule(
    id="MON005",
    title="Prometheus does not look into the namespace",
    severity=Severity.ERROR,
    why="A null namespace selector means Prometheus' own namespace only. Monitors and rules elsewhere are passed "
    "over without a word, whatever their labels.",
    fix="give the namespace the label that Prometheus asks for, or widen the Prometheus object's namespace selector",
    sources=(
        "prometheus-operator/prometheus-operator:Documentation/api-reference/api.md",
        "prometheus-operator/prometheus-operator#3383",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s, namespace: monitoring}
spec: {serviceMonitorSelector: {}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s, namespace: monitoring}
spec: {serviceMonitorSelector: {}, serviceMonitorNamespaceSelector: {}}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
)
