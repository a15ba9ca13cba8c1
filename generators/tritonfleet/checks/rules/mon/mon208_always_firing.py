"""MON208: an alert's expression is empty when all is well."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import COMPARISONS, Binary, Call, Expression, Purpose, Selector, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_FILTERS = frozenset({"absent", "absent_over_time", "vector"})


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.purpose is Purpose.ALERT:
            for message in query.once(_problems):
                yield query.breach(message)


def _problems(expression: Expression) -> list[str]:
    found = list(walk(expression))
    names = [each.metric for each in found if isinstance(each, Selector)]
    unsure = not names or any(name is None or ":" in name or name == "ALERTS" for name in names)
    if unsure or any(_filters(each) for each in found):
        return []
    boolean = any(isinstance(each, Binary) and each.boolean for each in found)
    why = "a comparison with `bool` gives 0 or 1, never nothing" if boolean else "it compares nothing"
    return [f"it fires as long as its metric exists: {why}"]


def _filters(expression: Expression) -> bool:
    """Whether it leaves series out by their values."""
    if isinstance(expression, Binary):
        compares = expression.operator in COMPARISONS and not expression.boolean
        return compares or expression.operator in ("and", "unless")
    return isinstance(expression, Call) and expression.function in _FILTERS


RULE = Rule(
    id="MON208",
    title="An alert's expression always has a value",
    severity=Severity.ERROR,
    why="An alert fires for every series that its expression gives, whatever the value. An arithmetic "
    "result, or a comparison with `bool`, gives one all the time: the alert fires as long as the "
    "metric exists.",
    fix="compare the value with a threshold, without `bool`",
    sources=(
        "prometheus/prometheus:docs/configuration/alerting_rules.md",
        "cloudflare/pint:docs/checks/alerts/comparison.md",
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
        sum(nv_inference_pending_request_count) > bool 100
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
        sum(nv_inference_pending_request_count) > 100
      for: 5m
""",
)
