"""MON213: an alert on a share can fire."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Expression, Purpose, Query, Selector, bounds, queries
from tritonfleet.checks.promql.shares import compared, is_share, recorded_shares
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    shares = world.derived(recorded_shares)
    for query in world.derived(queries):
        if query.purpose is Purpose.ALERT and query.expression is not None:
            yield from _of(query, query.expression, shares)


def _of(query: Query, expression: Expression, shares: frozenset[str]) -> Verdicts:
    """What MON111 says already, of expressions whose bounds need no share to be known, is left to it."""
    for value, operator, threshold in compared(expression):
        name = value.metric if isinstance(value, Selector) else None
        known = name in shares or (is_share(value) and bounds(value).greatest > 1)
        if known and ((operator == ">" and threshold >= 1) or (operator == ">=" and threshold > 1)):
            what = f"`{name}`" if name else "the value"
            message = f"{what} is a share of requests, at most 1, and never above {threshold:g}"
            yield query.breach(message, at=name or 0)


RULE = Rule(
    id="MON213",
    title="An alert on a burn rate can never fire",
    severity=Severity.ERROR,
    why="A budget of 10 % cannot burn 14.4 times as fast as it may: that would be 144 % of the requests. "
    "The factors of burn-rate alerts are made for objectives of 99 % and above; with a lower one, the "
    "alert that should wake somebody stays quiet while every request fails.",
    fix="compare with at most 0.9, or take a smaller factor",
    sources=(
        "slok/sloth:internal/alert/windows/google-30d.yaml",
        "prometheus/prometheus:docs/configuration/alerting_rules.md",
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
    - record: job:late:ratio_rate1h
      expr: |
        1 - sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{le=~"80([.]0+)?"}[1h]))
        / sum by (job) (rate(nv_inference_first_response_histogram_ms_count[1h]))
    - alert: BertBurnsBudget
      expr: |
        job:late:ratio_rate1h > 14.4 * (1 - 0.9)
      for: 2m
      labels: {severity: critical}
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:late:ratio_rate1h
      expr: |
        1 - sum by (job) (rate(nv_inference_first_response_histogram_ms_bucket{le=~"80([.]0+)?"}[1h]))
        / sum by (job) (rate(nv_inference_first_response_histogram_ms_count[1h]))
    - alert: BertBurnsBudget
      expr: |
        job:late:ratio_rate1h > 14.4 * (1 - 0.99)
      for: 2m
      labels: {severity: critical}
""",
)
