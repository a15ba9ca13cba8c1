"""MON405: dcgm-exporter can tell which pod uses a GPU."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.exporters import DcgmExporter, dcgm_exporters
from tritonfleet.checks.objects import items
from tritonfleet.checks.promql import KnownUse, known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FOLDER = "/var/lib/kubelet/pod-resources"
_LABELS = frozenset({"exported_pod", "exported_namespace", "exported_container"})


def check(world: World) -> Verdicts:
    exporters = world.derived(dcgm_exporters)
    if not exporters:
        return
    for known in known_uses(world):
        if known.metric.exporter == "dcgm-exporter":
            asked = _labels(known) & _LABELS
            problem = _problem(exporters[0]) if asked and len(exporters) == 1 else ""
            if problem:
                label = min(asked)
                resource = exporters[0].workload.resource
                message = f"it needs `{label}`, and {resource} {problem}"
                yield known.query.breach(message, at=label, related=(resource,))


def _labels(known: KnownUse) -> set[str]:
    matched = {matcher.label for matcher in known.use.selector.matchers}
    return matched | {label for each in known.use.aggregations if not each.without for label in each.labels}


def _problem(exporter: DcgmExporter) -> str:
    asked = exporter.settings.get("DCGM_EXPORTER_KUBERNETES", "false")
    if asked is not None and asked.lower() not in ("true", "1"):
        return "does not set DCGM_EXPORTER_KUBERNETES"
    mounts = {
        str(mount.get("mountPath")).rstrip("/") for _, mount in items(exporter.container, "volumeMounts")
    }
    return (
        ""
        if _FOLDER in mounts or "DCGM_POD_RESOURCES_KUBELET_SOCKET" in exporter.settings
        else f"does not mount {_FOLDER}"
    )


RULE = Rule(
    id="MON405",
    title="dcgm-exporter cannot tell which pod uses a GPU",
    severity=Severity.WARNING,
    why="It asks the kubelet over the pod-resources socket. Unless DCGM_EXPORTER_KUBERNETES is true "
    "and the socket's folder is mounted, no series carries a pod, and everything that groups or "
    "joins by pod is empty.",
    fix="set DCGM_EXPORTER_KUBERNETES to `true` and mount /var/lib/kubelet/pod-resources from the host",
    sources=(
        "NVIDIA/dcgm-exporter:pkg/cmd/app.go",
        "NVIDIA/dcgm-exporter:deployment/templates/daemonset.yaml",
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
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuFull
      expr: |
        max by (exported_pod) (DCGM_FI_DEV_FB_USED) > 70000
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
        env: [{name: DCGM_EXPORTER_KUBERNETES, value: "true"}]
        ports: [{name: metrics, containerPort: 9400}]
        volumeMounts: [{name: pods, mountPath: /var/lib/kubelet/pod-resources, readOnly: true}]
      volumes: [{name: pods, hostPath: {path: /var/lib/kubelet/pod-resources}}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuFull
      expr: |
        max by (exported_pod) (DCGM_FI_DEV_FB_USED) > 70000
      for: 5m
""",
)
