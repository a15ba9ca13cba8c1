"""MON127: a mean over pods is weighted by their requests."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Aggregation, Binary, Call, Expression, Problem, Selector, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World
from tritonfleet.metrics import metric


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for problem in query.once(_problems):
            yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    found = []
    for each in walk(expression):
        if isinstance(each, Aggregation) and each.operator == "avg":
            quotient = each.expression
            if isinstance(quotient, Binary) and quotient.operator == "/" and _is_plain(quotient):
                found.append(Problem("`avg` of quotients weighs every pod alike", at="avg"))
    return found


def _is_plain(quotient: Binary) -> bool:
    """Whether both sides are rates that are not aggregated, of metrics that are known to be counters."""
    return all(
        any(_is_counter_rate(each) for each in walk(side))
        and not any(isinstance(each, Aggregation) for each in walk(side))
        for side in (quotient.left, quotient.right)
    )


def _is_counter_rate(expression: Expression) -> bool:
    if not isinstance(expression, Call) or expression.function not in ("rate", "increase", "irate"):
        return False
    inner = expression.arguments[0] if expression.arguments else None
    known = metric(inner.metric) if isinstance(inner, Selector) and inner.metric else None
    return known is not None


RULE = Rule(
    id="MON127",
    title="A mean of means gives idle pods the weight of busy ones",
    severity=Severity.WARNING,
    why="`avg(rate(a) / rate(b))` first takes each pod's mean and then the mean of those. A pod with "
    "one slow request counts as much as one with ten thousand fast ones, and one without requests "
    "is NaN and takes the whole average with it.",
    fix="divide the sums: `sum(rate(a[5m])) / sum(rate(b[5m]))`",
    sources=(
        "triton-inference-server/server:deploy/k8s-onprem/dashboard.json",
        "prometheus/docs:docs/practices/rules.md",
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
        avg(rate(nv_inference_queue_duration_us[5m]) / rate(nv_inference_request_success[5m])) > 50000
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
        sum(rate(nv_inference_queue_duration_us[5m])) / sum(rate(nv_inference_request_success[5m])) > 50000
      for: 5m
""",
)
