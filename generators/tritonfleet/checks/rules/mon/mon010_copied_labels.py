"""MON010: the labels that a monitor copies to its series exist on the Service or the pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import Endpoint, endpoints
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_BY_CONTROLLERS = frozenset({
    "pod-template-hash", "rollouts-pod-template-hash", "controller-revision-hash",
    "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index", "job-name", "controller-uid",
})  # fmt: skip
"""Labels that controllers give to pods. Sources: kubernetes/api:apps/v1 and batch/v1 (types.go),
argoproj/argo-rollouts:pkg/apis/rollouts/v1alpha1/types.go."""


def check(world: World) -> Verdicts:
    seen: set[int] = set()
    for endpoint in endpoints(world):
        if id(endpoint.monitor) not in seen:
            seen.add(id(endpoint.monitor))
            yield from _of(endpoint)


def _of(endpoint: Endpoint) -> Iterator[Breach]:
    spec = mapping(endpoint.monitor.data, "spec")
    services = [service.labels for service in endpoint.services]
    pods = [workload.labels for workload in endpoint.workloads]
    if services:
        yield from _missing(endpoint, "targetLabels", spec.get("targetLabels"), services, "selected Service")
        yield from _missing(endpoint, "jobLabel", [spec.get("jobLabel")], services, "selected Service")
    if pods:
        yield from _missing(endpoint, "podTargetLabels", spec.get("podTargetLabels"), pods, "selected pod")
        if not services:
            yield from _missing(endpoint, "jobLabel", [spec.get("jobLabel")], pods, "selected pod")


def _missing(
    endpoint: Endpoint, field: str, names: Any, labels: Sequence[Mapping[str, str]], what: str
) -> Iterator[Breach]:
    from tritonfleet.suggest import suggest

    known = {name for each in labels for name in each}
    for number, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str) and name and name not in known and name not in _BY_CONTROLLERS:
            where = ("spec", field) if field == "jobLabel" else ("spec", field, number)
            hint = suggest(name, known)
            yield Breach(endpoint.monitor, where, f"no {what} has the label `{name}`", hint)


RULE = Rule(
    id="MON010",
    title="A monitor copies a label that nothing has",
    severity=Severity.WARNING,
    why="The label is missing from every series, without an error: queries that match it or group by it find "
    "nothing. With `jobLabel`, `job` silently falls back to the Service's name.",
    fix="name a label that the Service (`targetLabels`, `jobLabel`) or the pod template (`podTargetLabels`) has",
    sources=("prometheus-operator/prometheus-operator:pkg/prometheus/promcfg.go",),
    check=check,
    fails="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert, team: nlp}}
spec: {ports: [{name: metrics, port: 8002}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {targetLabels: [teams], selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
    passes="""\
apiVersion: v1
kind: Service
metadata: {name: bert, namespace: prod, labels: {app: bert, team: nlp}}
spec: {ports: [{name: metrics, port: 8002}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: bert, namespace: prod}
spec: {targetLabels: [team], jobLabel: app, selector: {matchLabels: {app: bert}}, endpoints: [{port: metrics}]}
""",
)
