"""MON408: dcgm-exporter is not asked to look behind shares and behind claims."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.sharing import shared_exporters
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for exporter in world.derived(shared_exporters):
        if exporter.is_on("KUBERNETES_VIRTUAL_GPUS") and exporter.is_on("KUBERNETES_ENABLE_DRA"):
            message = "KUBERNETES_ENABLE_DRA has no effect beside KUBERNETES_VIRTUAL_GPUS"
            yield Breach(exporter.resource, exporter.path, message)


RULE = Rule(
    id="MON408",
    title="dcgm-exporter looks behind shares, and so not behind claims",
    severity=Severity.WARNING,
    why="With KUBERNETES_VIRTUAL_GPUS the exporter attributes devices of the device plugin and is done; what is "
    "claimed by dynamic resource allocation gets no `pod`.",
    fix="run two DaemonSets, one on the nodes with shares and one on those with claims",
    sources=("NVIDIA/dcgm-exporter:internal/pkg/transformation/kubernetes.go",),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter:
    env:
    - {name: KUBERNETES_VIRTUAL_GPUS, value: "true"}
    - {name: KUBERNETES_ENABLE_DRA, value: "true"}
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter:
    env:
    - {name: KUBERNETES_VIRTUAL_GPUS, value: "true"}
""",
)
