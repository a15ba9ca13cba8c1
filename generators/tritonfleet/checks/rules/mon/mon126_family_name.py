"""MON126: a histogram is queried by its series."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import known_uses
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        if known.metric.kind is Kind.HISTOGRAM and known.name == known.metric.name:
            suffix = "_bucket" if "histogram_quantile" in known.use.functions else "_count"
            message = f"`{known.name}` is a histogram: there are no series of that name"
            yield known.query.breach(message, f"write `{known.name}{suffix}`", at=known.name)


RULE = Rule(
    id="MON126",
    title="A histogram is queried by its family's name",
    severity=Severity.ERROR,
    why="Prometheus stores a classic histogram as `_bucket`, `_sum` and `_count`; under the bare name "
    "there is nothing. Triton's documentation shows the bare name in its examples of "
    "configuration, where it is right.",
    fix="append `_bucket`, `_sum` or `_count`",
    sources=(
        "prometheus/docs:docs/concepts/metric_types.md",
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
        sum(rate(nv_inference_first_response_histogram_ms[5m])) > 100
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
        sum(rate(nv_inference_first_response_histogram_ms_count[5m])) > 100
      for: 5m
""",
)
