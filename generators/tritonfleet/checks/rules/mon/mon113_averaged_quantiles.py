"""MON113: quantiles are not averaged or added."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import (
    Aggregation,
    Call,
    Expression,
    Problem,
    Series,
    known_uses,
    queries,
    series,
    walk,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import Kind

_WRONG = frozenset({"avg", "sum"})
_OVER_TIME = frozenset({"avg_over_time", "sum_over_time"})


def check(world: World) -> Verdicts:
    for known in known_uses(world):
        if known.metric.kind is Kind.SUMMARY and known.name == known.metric.name:
            wrong = [each.operator for each in known.use.aggregations if each.operator in _WRONG]
            wrong += [name for name in known.use.functions if name in _OVER_TIME]
            if wrong:
                message = f"`{wrong[0]}` of the quantiles in `{known.name}`"
                yield known.query.breach(message, at=wrong[0])
    for query in world.derived(queries):
        for problem in query.once(_of_histograms):
            yield query.problem(problem)


def _of_histograms(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        inner = each.expression if isinstance(each, Aggregation) and each.operator in _WRONG else None
        if (
            isinstance(inner, Call)
            and inner.function == "histogram_quantile"
            and series(inner) is not Series.ONE
        ):
            operator = each.operator if isinstance(each, Aggregation) else ""
            found.append(Problem(f"`{operator}` of quantiles", at=operator))
    return found


RULE = Rule(
    id="MON113",
    title="Quantiles are averaged or added",
    severity=Severity.WARNING,
    why="A 99th percentile of one pod says nothing about that of all: the average of ten is no "
    "percentile at all, and hides the one slow pod. Triton's latency summaries are quantiles per "
    "pod and cannot be put together.",
    fix="take the `max` over pods as an upper bound, or quantiles of the histogram: "
    "`histogram_quantile(0.99, sum by (le) (rate(..._bucket[5m])))`",
    sources=(
        "triton-inference-server/server:docs/user_guide/metrics.md",
        "prometheus/docs:docs/practices/histograms.md",
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
        avg(nv_inference_request_summary_us{quantile="0.99"}) > 500000
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
        max(nv_inference_request_summary_us{quantile="0.99"}) > 500000
      for: 5m
""",
)
