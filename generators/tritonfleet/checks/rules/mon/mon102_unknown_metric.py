"""MON102: a metric of Triton or DCGM exists."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Purpose, queries
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import is_dcgm_field, metric, nearest, owner


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for name in dict.fromkeys(use.selector.metric for use in query.uses):
            if name is None or not name.startswith(("nv_", "DCGM_FI_")) or metric(name) is not None:
                continue
            exporter = _owner(name)
            if exporter and name not in world.derived(_recorded):
                hint = nearest(name)
                yield query.breach(f"{exporter} has no metric `{name}`", hint, at=name)


def _owner(name: str) -> str:
    """Who would write it, if only that one writes such names and does not write this one."""
    if name.startswith("DCGM_FI_"):
        return "" if is_dcgm_field(name) else "DCGM"
    return "Triton" if owner(name) or nearest(name) else ""


def _recorded(world: World) -> frozenset[str]:
    """Names that rules record: a name of somebody's own may begin like one of Triton's."""
    return frozenset(query.name for query in world.derived(queries) if query.purpose is Purpose.RECORD)


RULE = Rule(
    id="MON102",
    title="A query names a metric that does not exist",
    severity=Severity.ERROR,
    why='Prometheus answers with an empty result and no error. The panel says "No data", the alert '
    "never fires, and KEDA takes nothing for 0 and scales to the minimum.",
    fix="use a metric that the exporter writes; Triton lists its own under `/metrics`",
    sources=(
        "triton-inference-server/core:src/metrics.cc",
        "NVIDIA/go-dcgm:pkg/dcgm/const_fields.go",
        "triton-inference-server/server:docs/user_guide/metrics.md",
    ),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - alert: BertSlow
      expr: |
        sum by (model) (rate(nv_inference_requests_failure[5m])) > 1
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
    - alert: BertSlow
      expr: |
        sum by (model) (rate(nv_inference_request_failure[5m])) > 1
      for: 5m
""",
)
