"""MON142: both sides of a quotient are added up, or both are averaged."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Problem,
    Selector,
    queries,
    walk,
)
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_RATES = frozenset({"rate", "irate", "increase"})
_COMPARISONS = frozenset({">", ">=", "!="})


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for problem in query.once(_problems):
            yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        if isinstance(each, Binary) and each.operator == "/":
            above, below = _aggregated(each.left), _aggregated(each.right)
            if above and below and (above.operator, below.operator) in (("avg", "sum"), ("sum", "avg")):
                message = (
                    f"a quotient of `{above.operator}` by `{below.operator}` is off by the number of series"
                )
                found.append(Problem(message, f"use `{above.operator}` on both sides", f"{below.operator}"))
    return found


def _aggregated(side: Expression) -> Aggregation | None:
    """A side that aggregates the rates of Triton's counters, a guard against zero left out."""
    if isinstance(side, Binary) and side.operator in _COMPARISONS and not side.boolean:
        side = side.left
    if not isinstance(side, Aggregation) or not isinstance(side.expression, Call):
        return None
    inner = side.expression
    source = inner.arguments[0] if inner.function in _RATES and inner.arguments else None
    return (
        side if isinstance(source, Selector) and (source.metric or "").startswith("nv_inference_") else None
    )


_RECORD = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: bert, namespace: prod}
spec:
  groups:
  - name: bert
    rules:
    - record: job:triton_queue_us:mean5m
      expr: |
        sum by (job) (rate(nv_inference_queue_duration_us[5m]))
          / (BELOW by (job) (rate(nv_inference_request_success[5m])) > 0)
"""

RULE = Rule(
    id="MON142",
    title="A total is divided by an average",
    severity=Severity.WARNING,
    why="The mean time of a request is all the time divided by all requests. With `avg` on one side only, the "
    "result is wrong by the number of pods times models, and changes whenever a pod comes or goes: an autoscaler on "
    "it chases itself.",
    fix="aggregate both sides alike",
    sources=(
        "prometheus/docs:docs/practices/histograms.md",
        "prometheus/prometheus:docs/querying/operators.md",
    ),
    check=check,
    fails=_RECORD.replace("BELOW", "avg"),
    passes=_RECORD.replace("BELOW", "sum"),
)
