"""MON407: on shared GPUs dcgm-exporter can tell which process belongs to which pod."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.monitors.sharing import SharedExporter, shared_exporters
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.dcgm import exporter as known


def check(world: World) -> Verdicts:
    for exporter in world.derived(shared_exporters):
        if not exporter.is_on("KUBERNETES_VIRTUAL_GPUS") or not exporter.version:
            continue
        if known().counts_by_process(exporter.version) and (lack := _lack(exporter)):
            what = " and ".join(f"`{name}`" for name in known().per_process)
            message = f"{what} are 0 for every pod with a share: dcgm-exporter {exporter.version} {lack}"
            yield Breach(exporter.resource, exporter.path, message)


def _lack(exporter: SharedExporter) -> str:
    if not exporter.sees_processes:
        return "does not see the processes of the node"
    return "" if exporter.reads_pods is not False else "may not read the pods' uids"


RULE = Rule(
    id="MON407",
    title="dcgm-exporter reports no memory and no utilisation for pods with a share",
    severity=Severity.WARNING,
    why="From 4.5.3-4.8.2 on, with KUBERNETES_VIRTUAL_GPUS, these two are measured by process: the exporter reads a "
    "process' cgroup in /proc and looks for the pod with the uid in it. Without the node's process ids, or without "
    "the right to read pods, it finds none, and writes 0 instead of nothing.",
    fix="set `hostPID: true`, and `enablePodUID: true` (in dcgm-exporter's chart `kubernetes.enablePodUID`)",
    sources=(
        "NVIDIA/dcgm-exporter:internal/pkg/transformation/pidmapper.go",
        "NVIDIA/dcgm-exporter#594",
        "NVIDIA/gpu-operator:controllers/object_controls.go",
    ),
    check=check,
    fails="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter:
    version: 4.5.3-4.8.2-distroless
    env: [{name: KUBERNETES_VIRTUAL_GPUS, value: "true"}]
""",
    passes="""\
apiVersion: nvidia.com/v1
kind: ClusterPolicy
metadata: {name: cluster-policy}
spec:
  dcgmExporter:
    version: 4.5.3-4.8.2-distroless
    hostPID: true
    enablePodUID: true
    env: [{name: KUBERNETES_VIRTUAL_GPUS, value: "true"}]
""",
)
