"""MON117: no query waits for a metric that MIG has not."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import Query, known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.triton import servers
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if not known.metric.mig]
    if not used:
        return
    sliced = _sliced(world)
    for known in used:
        if known.metric.exporter == "triton" and _servers_on_slices(world):
            message = f"`{known.name}` does not exist in servers on MIG slices, which all here are"
            severity = Severity.INFO if known.of_any_server else None
            yield known.query.breach(message, at=known.name, severity=severity)
        elif sliced is None:
            yield Undecided(needs.NODES)
        elif sliced == 1 or (sliced and not _is_drawn(known.query)):
            some = "all" if sliced == 1 else "some"
            message = f"`{known.name}` does not exist on MIG slices, and {some} GPU nodes are sliced"
            chosen = Severity.INFO if known.of_any_server else None
            severity = chosen if sliced == 1 else Severity.WARNING
            yield known.query.breach(message, at=known.name, severity=severity)


def _is_drawn(query: Query) -> bool:
    """Whether it is of a dashboard, which shows what there is of the GPUs that have it."""
    return query.resource.kind in ("ConfigMap", "GrafanaDashboard")


def _servers_on_slices(world: World) -> bool:
    found = servers(world)
    return bool(found) and all(
        any(
            str(name).startswith("nvidia.com/mig-")
            for name in mapping(server.container, "resources", "limits")
        )
        for server in found
    )


def _sliced(world: World) -> float | None:
    """The share of GPU nodes that are cut by MIG; None when the nodes are not known."""
    found = nodes(world)
    if found is None:
        return None
    gpu = [each for each in found if any(name.startswith("nvidia.com/") for name in each.resources)]
    cut = [each for each in gpu if _is_cut(each)]
    return len(cut) / len(gpu) if gpu else 0


def _is_cut(node: NodeFacts) -> bool:
    """By resources (mixed strategy), or by the product label that the single strategy gives."""
    mixed = any(name.startswith("nvidia.com/mig-") for name in node.resources)
    return mixed or "-MIG-" in node.labels.get("nvidia.com/gpu.product", "")


RULE = Rule(
    id="MON117",
    title="A query reads a metric that MIG slices do not have",
    severity=Severity.ERROR,
    why="NVML measures utilisation, power and encoders of whole GPUs. On a MIG slice "
    "DCGM_FI_DEV_GPU_UTIL is absent or 0, and Triton writes no `nv_gpu_*`. Panels are flat, and a "
    "scaler on them never scales.",
    fix="use DCGM_FI_PROF_GR_ENGINE_ACTIVE and DCGM_FI_PROF_DRAM_ACTIVE, or what Triton measures "
    "itself: queue and request durations",
    sources=(
        "NVIDIA/dcgm-exporter#216",
        "NVIDIA/dcgm-exporter#50",
        "triton-inference-server/server#5324",
    ),
    check=check,
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(2, {"nvidia.com/mig-1g.10gb": 7}),)),
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuIdle
      expr: |
        avg(DCGM_FI_DEV_GPU_UTIL) < 10
      for: 5m
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuIdle
      expr: |
        avg(DCGM_FI_PROF_GR_ENGINE_ACTIVE) < 0.1
      for: 5m
""",
)
