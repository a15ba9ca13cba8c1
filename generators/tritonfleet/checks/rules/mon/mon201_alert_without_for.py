"""MON201: an alert on a level waits before it fires."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.objects import mapping
from tritonfleet.checks.promql import (
    COMPARISONS,
    Binary,
    Call,
    Expression,
    Purpose,
    Use,
    number,
    queries,
    walk,
)
from tritonfleet.checks.rule import Breach, Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import metric

_EVENTS = frozenset({"increase", "changes", "resets", "absent", "absent_over_time", "predict_linear"})


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is not Purpose.ALERT or "for" in mapping(query.resource.data, *query.subject):
            continue
        if _is_level(query.expression) and any(_is_ours(use) for use in query.uses):
            yield Breach(query.resource, query.subject, f"{query.title} has no `for`")


def _is_level(expression: Expression | None) -> bool:
    """Whether it is one comparison of a level with a number."""
    if not isinstance(expression, Binary) or expression.operator not in COMPARISONS:
        return False
    functions = {each.function for each in walk(expression) if isinstance(each, Call)}
    return number(expression.right) not in (None, 0.0) and not functions & _EVENTS


def _is_ours(use: Use) -> bool:
    return use.selector.metric is not None and metric(use.selector.metric) is not None


RULE = Rule(
    id="MON201",
    title="An alert fires on a single evaluation",
    severity=Severity.INFO,
    why="Without `for`, one slow scrape or one pod that starts is enough to page somebody. Burn-rate "
    "alerts with two windows and alerts on events do without; a plain level does not.",
    fix="add `for: 5m`, or what the service can stand",
    sources=(
        "prometheus/prometheus:docs/configuration/alerting_rules.md",
        "slok/sloth:internal/alert/windows/google-30d.yaml",
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
        sum(nv_inference_pending_request_count) > 100
      labels: {severity: warning}
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
        sum(nv_inference_pending_request_count) > 100
      labels: {severity: warning}
      for: 5m
""",
)
