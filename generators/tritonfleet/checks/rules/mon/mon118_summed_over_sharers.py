"""MON118: metrics of a shared GPU are not added up over those who share it."""

from __future__ import annotations

from tritonfleet.checks import needs
from tritonfleet.checks.facts import Facts, NodeFacts
from tritonfleet.checks.finding import Severity
from tritonfleet.checks.gpu.nodes import nodes
from tritonfleet.checks.promql import Use, known_uses
from tritonfleet.checks.rule import Rule, Undecided, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Scope


def check(world: World) -> Verdicts:
    used = [known for known in known_uses(world) if known.metric.scope is Scope.GPU and _is_summed(known.use)]
    if not used:
        return
    found = nodes(world)
    if found is None:
        yield Undecided(needs.NODES)
    elif any(_is_shared(node) for node in found):
        for known in used:
            yield known.query.breach(
                f"`sum` of `{known.name}` counts a GPU once for each who shares it", at="sum"
            )


def _is_summed(use: Use) -> bool:
    """Whether series are added before those of one GPU are put together."""
    return bool(use.aggregations) and use.aggregations[0].operator == "sum" and not _is_of_one_pod(use)


def _is_of_one_pod(use: Use) -> bool:
    return use.selector.matcher("pod") is not None or use.selector.matcher("exported_pod") is not None


def _is_shared(node: NodeFacts) -> bool:
    renamed = any(name.endswith(".shared") for name in node.resources)
    return renamed or node.labels.get("nvidia.com/gpu.sharing-strategy", "none") != "none"


RULE = Rule(
    id="MON118",
    title="A shared GPU is counted once for everybody on it",
    severity=Severity.WARNING,
    why="Under time-slicing and MPS every Triton on a GPU reports the whole GPU, and dcgm-exporter "
    "with virtual GPUs repeats its sample for every pod. `sum` gives a multiple of the truth: "
    "four sharers, four times the memory.",
    fix="take one of them first: `sum(max by (gpu_uuid) (...))`, with DCGM `max by (UUID)`",
    sources=(
        "NVIDIA/dcgm-exporter#201",
        "NVIDIA/dcgm-exporter#307",
        "triton-inference-server/core:src/metrics.cc",
    ),
    check=check,
    needs=(needs.NODES,),
    facts=Facts(nodes=(NodeFacts(2, {"nvidia.com/gpu.shared": 8}),)),
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: GpuFull
      expr: |
        sum(nv_gpu_memory_used_bytes) > 150e9
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
    - alert: GpuFull
      expr: |
        sum(max by (gpu_uuid) (nv_gpu_memory_used_bytes)) > 150e9
      for: 5m
""",
)
