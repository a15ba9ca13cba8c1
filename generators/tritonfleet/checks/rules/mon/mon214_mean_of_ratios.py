"""MON214: a ratio over a long time is a sum by a sum."""

from __future__ import annotations

from collections.abc import Mapping

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Call, Expression, Purpose, Selector, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_MEANS = frozenset({"avg_over_time", "sum_over_time"})
_GROWTH = frozenset({"rate", "increase"})


def check(world: World) -> Verdicts:
    quotients = world.derived(_quotients)
    for query in world.derived(queries):
        for each in walk(query.expression) if query.expression is not None else ():
            name = _averaged(each)
            if name and quotients.get(name):
                message = f"`{each.function}` of the ratio `{name}`" if isinstance(each, Call) else ""
                yield query.breach(f"{message} weighs a quiet hour like a busy one", at=name)


def _averaged(expression: Expression) -> str | None:
    """The series whose values over a time are put together."""
    if not isinstance(expression, Call) or expression.function not in _MEANS or not expression.arguments:
        return None
    inner = expression.arguments[0]
    return inner.metric if isinstance(inner, Selector) else None


def _quotients(world: World) -> Mapping[str, bool]:
    """Recorded series by name, and whether each rule of that name records a quotient of rates."""
    found: dict[str, bool] = {}
    for query in world.derived(queries):
        if query.purpose is Purpose.RECORD and query.name:
            found[query.name] = _is_quotient(query.expression) and found.get(query.name, True)
    return found


def _is_quotient(expression: Expression | None) -> bool:
    if isinstance(expression, Binary) and expression.operator == "-":
        return _is_quotient(expression.right)
    if not isinstance(expression, Binary) or expression.operator != "/":
        return False
    return all(
        any(isinstance(each, Call) and each.function in _GROWTH for each in walk(side))
        for side in (expression.left, expression.right)
    )


RULE = Rule(
    id="MON214",
    title="A mean of ratios over time is no ratio over that time",
    severity=Severity.WARNING,
    why="The mean of a recorded ratio counts each evaluation alike. One failure among ten requests at night "
    "weighs as much as a thousand among ten thousand at noon, so an error budget that is reckoned so is "
    "spent by idle hours, and a busy outage hardly shows.",
    fix="record both rates, and divide the sum of the one over the time by the sum of the other",
    sources=("prometheus/docs:docs/practices/rules.md", "slok/sloth:internal/prometheus"),
    check=check,
    fails="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:failures:ratio_rate5m
      expr: |
        sum by (job) (rate(nv_inference_request_failure[5m])) / sum by (job) (rate(nv_inference_request_success[5m]))
    - record: job:failures:ratio_rate30d
      expr: |
        avg_over_time(job:failures:ratio_rate5m[30d])
""",
    passes="""\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:failures:rate5m
      expr: |
        sum by (job) (rate(nv_inference_request_failure[5m]))
    - record: job:successes:rate5m
      expr: |
        sum by (job) (rate(nv_inference_request_success[5m]))
    - record: job:failures:ratio_rate30d
      expr: |
        sum_over_time(job:failures:rate5m[30d]) / sum_over_time(job:successes:rate5m[30d])
""",
)
