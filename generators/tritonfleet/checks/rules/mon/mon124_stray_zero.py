"""MON124: a fallback has the labels of what it replaces."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Call, Expression, Purpose, grouping, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        # What KEDA makes of two series is the matter of SCL210.
        for message in query.once(_problems) if query.acts and query.purpose is not Purpose.SCALING else ():
            yield query.breach(message, at="vector")


def _problems(expression: Expression) -> list[str]:
    found = []
    for each in walk(expression):
        if isinstance(each, Binary) and each.operator == "or" and _is_constant(each.right):
            labels = grouping(each.left)
            if labels and each.on is None:
                names = ", ".join(f"`{label}`" for label in sorted(labels))
                found.append(f"the left side of `or vector(...)` has {names}, so the constant comes on top")
    return found


def _is_constant(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function == "vector"


RULE = Rule(
    id="MON124",
    title="A fallback adds a series of its own",
    severity=Severity.WARNING,
    why="An alert for low values fires on a model that is busy: `or vector(0)` adds its series unless "
    "the left side has one without labels, so beside `sum by (model) (...)` the stray zero is always "
    "there, and an analysis gets one value more than there are models.",
    fix="aggregate without `by` before `or vector(0)`, or leave it out",
    sources=(
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
        "prometheus/prometheus:docs/querying/operators.md",
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
    - alert: BertIdle
      expr: |
        (sum by (model) (rate(nv_inference_request_success[5m])) or vector(0)) < 0.1
      for: 30m
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
    - alert: BertIdle
      expr: |
        (sum(rate(nv_inference_request_success[5m])) or vector(0)) < 0.1
      for: 30m
      labels: {severity: warning}
""",
)
