"""MON406: series of GPUs that nobody uses do not carry dcgm-exporter's own pod."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import endpoints
from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.objects import Path, Resource, items, mapping
from tritonfleet.checks.patterns import matcher
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World

_OWN = ("pod", "namespace", "container")


def check(world: World) -> Verdicts:
    uses = [known for known in known_uses(world) if known.metric.exporter == "dcgm-exporter"]
    if not uses:
        return
    for monitor, path, scrape in _honoring(world):
        kept = {label for label in _OWN if not _removed(scrape, label)}
        for known in uses:
            grouped = sorted(kept & _groups(known))
            if grouped:
                yield _breach(monitor, path, grouped[0], known)
                break


def _honoring(world: World) -> Iterator[tuple[Resource, Path, Mapping[str, Any]]]:
    """What scrapes dcgm-exporter and honors its labels: endpoints of monitors, and the monitor of the GPU operator."""
    exporters = {id(exporter.workload) for exporter in world.derived(dcgm_exporters)}
    for endpoint in endpoints(world):
        if endpoint.data.get("honorLabels") is True and any(id(w) in exporters for w in endpoint.workloads):
            yield endpoint.monitor, (*endpoint.path, "honorLabels"), endpoint.data
    for policy in world.index.of_kind("ClusterPolicy"):
        path = ("spec", "dcgmExporter", "serviceMonitor")
        monitor = mapping(policy.data, *path)
        if monitor.get("enabled") is True and monitor.get("honorLabels") is True:
            yield policy, (*path, "honorLabels"), monitor


def _removed(scrape: Mapping[str, Any], label: str) -> bool:
    """Whether a step on targets takes the label away, replaces it, or does what cannot be told."""
    for _, step in items(scrape, "relabelings"):
        matches = matcher(str(step.get("regex", "(.*)")))
        action = str(step.get("action") or "replace").lower()
        if step.get("targetLabel") == label or matches is None:
            return True
        if (action == "labeldrop" and matches(label)) or (action == "labelkeep" and not matches(label)):
            return True
    return False


def _groups(known: KnownUse) -> set[str]:
    """Labels that the query groups by and does not filter."""
    filtered = {matcher.label for matcher in known.use.selector.matchers}
    by = {label for each in known.use.aggregations if not each.without for label in each.labels}
    return by - filtered


def _breach(monitor: Resource, path: Path, label: str, known: KnownUse) -> Breach:
    message = (
        f"series of a GPU that nobody uses get dcgm-exporter's own `{label}`, "
        f"and {known.query.resource} groups by it"
    )
    return Breach(monitor, path, message, related=(known.query.resource,))


RULE = Rule(
    id="MON406",
    title="GPUs that nobody uses count as dcgm-exporter's own",
    severity=Severity.WARNING,
    why="`honorLabels` keeps the labels that a series has, and Prometheus adds those of the target that it has not. "
    "A GPU without a workload has no `pod`, so it gets the exporter's: idle GPUs look used, by a pod in the "
    "namespace of the exporter.",
    fix="take the labels of the target away first: in `relabelings`, "
    "`{action: labeldrop, regex: container|namespace|pod}`",
    sources=(
        "prometheus/prometheus:scrape/scrape.go",
        "NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec: {dcgmExporter: {serviceMonitor: {enabled: true, honorLabels: true}}}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: gpus, namespace: prod}
spec:
  groups:
  - name: gpus
    rules:
    - alert: GpuFull
      expr: |
        max by (namespace, pod) (DCGM_FI_DEV_FB_USED) > 70000
      for: 5m
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter:
    serviceMonitor:
      enabled: true
      honorLabels: true
      relabelings: [{action: labeldrop, regex: container|namespace|pod}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: gpus, namespace: prod}
spec:
  groups:
  - name: gpus
    rules:
    - alert: GpuFull
      expr: |
        max by (namespace, pod) (DCGM_FI_DEV_FB_USED) > 70000
      for: 5m
""",
)
