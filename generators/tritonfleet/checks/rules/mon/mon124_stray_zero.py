"""MON124: a fallback has the labels of what it replaces."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Call, Expression, Purpose, grouping, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for message in query.once(_problems) if query.acts else ():
            severity = Severity.ERROR if query.purpose is Purpose.SCALING else None
            yield query.breach(message, at="vector", severity=severity)


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
    why="`or vector(0)` adds its series unless the left side has one without labels. Beside `sum by "
    "(model) (...)` it is always there: KEDA stops with `returned multiple elements`, and an alert for "
    "low values fires on the stray zero.",
    fix="aggregate without `by` before `or vector(0)`, or give the trigger `ignoreNullValues`",
    sources=(
        "kedacore/keda:pkg/scalers/prometheus_scaler.go",
        "prometheus/prometheus:docs/querying/operators.md",
    ),
    check=check,
    fails="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
  - type: prometheus
    metadata:
      serverAddress: http://prometheus.monitoring:9090
      threshold: "100"
      query: |
        sum by (model) (rate(nv_inference_request_success[2m])) or vector(0)
""",
    passes="""\
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: bert, namespace: prod}
spec:
  scaleTargetRef: {name: bert}
  triggers:
  - type: prometheus
    metadata:
      serverAddress: http://prometheus.monitoring:9090
      threshold: "100"
      query: |
        sum(rate(nv_inference_request_success[2m])) or vector(0)
""",
)
