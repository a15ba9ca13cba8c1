"""MON122: a match of many series with one says so."""

from __future__ import annotations

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, grouping, queries, walk
from tritonfleet.checks.promql.meaning import pinned
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SETS = ("and", "or", "unless")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        if query.expression is None or " on" not in query.text.replace("\n", " "):
            continue
        for each in walk(query.expression):
            if (
                isinstance(each, Binary)
                and each.on is not None
                and not each.group
                and each.operator not in _SETS
            ):
                for side, operand in (("left", each.left), ("right", each.right)):
                    more = (grouping(operand) or frozenset()) - set(each.on) - pinned(operand)
                    if more:
                        labels = ", ".join(f"`{label}`" for label in sorted(more))
                        message = f"the {side} side has {labels} besides the labels of `on`"
                        fix = f"add `group_{side}`"
                        yield query.breach(message, fix, at="on")


RULE = Rule(
    id="MON122",
    title="Several series are matched with one without group_left",
    severity=Severity.WARNING,
    why='As soon as two series share the labels of `on (...)`, Prometheus stops with "found duplicate '
    'series for the match group" or "multiple matches for labels: many-to-one matching must be '
    'explicit", and the rule or the trigger has no value at all.',
    fix="add `group_left` (or `group_right`) for the side with more labels, or aggregate it first",
    sources=(
        "prometheus/prometheus:docs/querying/operators.md",
        "cloudflare/pint:docs/checks/promql/vector_matching.md",
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
        sum by (model, pod) (rate(nv_inference_request_failure[5m]))
        / on (model) sum by (model) (rate(nv_inference_count[5m])) > 1
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
        sum by (model, pod) (rate(nv_inference_request_failure[5m]))
        / on (model) group_left () sum by (model) (rate(nv_inference_count[5m])) > 1
      for: 5m
""",
)
