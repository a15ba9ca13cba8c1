"""MON106: a query of dcgm-exporter's metrics names the pod as the scrape leaves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import endpoints
from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.monitors.labels import relabelings
from tritonfleet.checks.objects import Resource, items, mapping
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_WORKLOAD = ("pod", "namespace", "container")


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.exporter == "dcgm-exporter"]
    honoring = _honoring(world) if used else None
    if honoring is None:
        return
    by, own, honors = honoring
    for known in used:
        for label in dict.fromkeys(_labels(known, own)):
            exported = label.startswith("exported_")
            if exported == honors and label.removeprefix("exported_") in _WORKLOAD:
                yield _breach(known, by, label, honors)


def _honoring(world: World) -> tuple[Resource, set[str], bool] | None:
    """What scrapes dcgm-exporter, the exporter's namespaces, and whether it honors labels.

    None if nothing does, or monitors differ or relabel.
    """
    exporters = {id(exporter.workload) for exporter in world.derived(dcgm_exporters)}
    found = [e for e in endpoints(world) if any(id(workload) in exporters for workload in e.workloads)]
    honors = {e.data.get("honorLabels") is True for e in found}
    if not found:
        return _by_operator(world)
    if len(honors) != 1 or any(_rewrites(step.data) for e in found for step in relabelings(e)):
        return None
    return found[0].monitor, {workload.resource.namespace for workload in found[0].workloads}, honors.pop()


def _rewrites(step: Mapping[str, Any]) -> bool:
    """Whether a step writes a label that tells the pod, or writes what cannot be told."""
    target, action = str(step.get("targetLabel") or ""), str(step.get("action") or "")
    return action.lower() == "labelmap" or "$" in target or target.removeprefix("exported_") in _WORKLOAD


def _by_operator(world: World) -> tuple[Resource, set[str], bool] | None:
    """The same of the ServiceMonitor that the GPU operator makes, which honors labels when its policy says so."""
    for policy in world.index.of_kind("ClusterPolicy"):
        monitor = mapping(policy.data, "spec", "dcgmExporter", "serviceMonitor")
        rewritten = any(_rewrites(step) for _, step in items(monitor, "relabelings"))
        if monitor.get("enabled") is True and not rewritten:
            return policy, {world.facts.gpu_namespace or "gpu-operator"}, monitor.get("honorLabels") is True
    return None


def _labels(known: KnownUse, own: set[str]) -> Iterator[str]:
    """The labels that a use names, but not a matcher on the exporter's own namespace."""
    yield from (
        m.label for m in known.use.selector.matchers if m.label != "namespace" or m.literal not in own
    )
    yield from (label for each in known.use.aggregations if not each.without for label in each.labels)


def _breach(known: KnownUse, by: Resource, label: str, honors: bool) -> Breach:
    plain = label.removeprefix("exported_")
    if honors:
        message = f"{by} honors labels, so there is no `{label}`"
        return known.query.breach(message, f"write `{plain}`", at=label, related=(by,))
    message = f"`{label}` is that of dcgm-exporter itself, for {by} does not honor labels"
    fix = f"write `exported_{plain}`, or set `honorLabels: true`"
    return known.query.breach(message, fix, at=label, related=(by,))


RULE = Rule(
    id="MON106",
    title="A query names the exporter's pod instead of the workload's, or the reverse",
    severity=Severity.WARNING,
    why="dcgm-exporter labels a sample with the pod that uses the GPU. A scrape attaches `pod`, "
    "`namespace` and `container` of the exporter itself; unless `honorLabels` is true, the "
    "workload's become `exported_pod` and so on. Queries written for the other setting find "
    "nothing, or count everything for the exporter's pod.",
    fix="use `exported_pod`, `exported_namespace` and `exported_container`, or set `honorLabels: "
    "true` on the endpoint and use the plain names",
    sources=(
        "NVIDIA/dcgm-exporter:deployment/values.yaml",
        "NVIDIA/dcgm-exporter#340",
        "NVIDIA/dcgm-exporter#342",
    ),
    check=check,
    fails="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec:
      containers:
      - name: exporter
        image: nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless
        securityContext: {capabilities: {add: [SYS_ADMIN]}}
        ports: [{name: metrics, containerPort: 9400}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: dcgm-exporter, namespace: gpu}
spec: {selector: {matchLabels: {app: dcgm-exporter}}, podMetricsEndpoints: [{port: metrics}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        max by (pod) (DCGM_FI_DEV_FB_USED) > 70000
      for: 5m
""",
    passes="""\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  template:
    metadata: {labels: {app: dcgm-exporter}}
    spec:
      containers:
      - name: exporter
        image: nvcr.io/nvidia/k8s/dcgm-exporter:4.5.3-4.8.2-distroless
        securityContext: {capabilities: {add: [SYS_ADMIN]}}
        ports: [{name: metrics, containerPort: 9400}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: dcgm-exporter, namespace: gpu}
spec:
  selector: {matchLabels: {app: dcgm-exporter}}
  podMetricsEndpoints:
  - {port: metrics, honorLabels: true, relabelings: [{action: labeldrop, regex: pod|namespace|container}]}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        max by (pod) (DCGM_FI_DEV_FB_USED) > 70000
      for: 5m
""",
)
