"""MON013: dcgm-exporter is not scraped more often than it measures."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors import endpoints
from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.promql.durations import seconds
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    exporters = {id(found.workload): found for found in world.derived(dcgm_exporters)}
    if not exporters:
        return
    for endpoint in endpoints(world):
        every = seconds(endpoint.data.get("interval"))
        for workload in endpoint.workloads:
            found = exporters.get(id(workload))
            if found and every and found.interval_ms and every * 1000 < found.interval_ms:
                message = (
                    f"it scrapes every {every:g}s, and {found.workload.resource} measures every "
                    f"{found.interval_ms / 1000:g}s"
                )
                fix = f"set DCGM_EXPORTER_INTERVAL to {int(every * 1000)}, or scrape less often"
                where = (*endpoint.path, "interval")
                yield Breach(endpoint.monitor, where, message, fix, related=(found.workload.resource,))


RULE = Rule(
    id="MON013",
    title="dcgm-exporter is scraped more often than it measures",
    severity=Severity.INFO,
    why="It collects every 30 seconds unless told otherwise, while its chart's ServiceMonitor asks every 15: every "
    "sample is stored twice, and `rate` over a short window sees nothing move and then a jump.",
    fix="set DCGM_EXPORTER_INTERVAL (milliseconds) to the scrape interval",
    sources=("NVIDIA/dcgm-exporter:pkg/cmd/app.go", "NVIDIA/dcgm-exporter:deployment/values.yaml"),
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
spec: {selector: {matchLabels: {app: dcgm-exporter}}, podMetricsEndpoints: [{port: metrics, interval: 15s}]}
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
        env: [{name: DCGM_EXPORTER_INTERVAL, value: "15000"}]
        ports: [{name: metrics, containerPort: 9400}]
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {name: dcgm-exporter, namespace: gpu}
spec: {selector: {matchLabels: {app: dcgm-exporter}}, podMetricsEndpoints: [{port: metrics, interval: 15s}]}
""",
)
