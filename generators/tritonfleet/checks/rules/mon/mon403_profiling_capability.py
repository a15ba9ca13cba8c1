"""MON403: dcgm-exporter may measure what it is asked to profile."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.counters import Counters
from tritonfleet.checks.monitors.exporters import dcgm_exporters
from tritonfleet.checks.objects import mapping, value
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for exporter in world.derived(dcgm_exporters):
        security = mapping(exporter.container, "securityContext")
        added = value(security, "capabilities", "add")
        names = [str(name).removeprefix("CAP_") for name in added] if isinstance(added, list) else []
        if security.get("privileged") is True or "SYS_ADMIN" in names or "ALL" in names:
            continue
        remote = "DCGM_REMOTE_HOSTENGINE_INFO" in exporter.settings
        asked = _profiles(exporter.counters) if exporter.counters else exporter.brings_own_file
        if asked and not remote:
            path = (*exporter.path, "securityContext")
            yield Breach(
                exporter.workload.resource, path, "it measures DCGM_FI_PROF_* fields without SYS_ADMIN"
            )


def _profiles(counters: Counters) -> bool:
    return any(name.startswith("DCGM_FI_PROF_") for name in counters.metrics)


RULE = Rule(
    id="MON403",
    title="dcgm-exporter may not profile",
    severity=Severity.WARNING,
    why="DCGM_FI_PROF_* fields need SYS_ADMIN. Without it dcgm-exporter logs that the profiling "
    "module cannot be loaded, and leaves them out or exits; on MIG they are the only measure of "
    "utilisation there is.",
    fix="add the capability SYS_ADMIN to the exporter's container",
    sources=(
        "NVIDIA/dcgm-exporter:deployment/values.yaml",
        "NVIDIA/dcgm-exporter:docker/dcgm-exporter-entrypoint.sh",
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
        ports: [{name: metrics, containerPort: 9400}]
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
        securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}}
        ports: [{name: metrics, containerPort: 9400}]
""",
)
