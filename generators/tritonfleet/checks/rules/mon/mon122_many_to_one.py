"""MON122: a match of many series with one says so."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Expression, Problem, grouping, queries, walk
from tritonfleet.checks.promql.meaning import pinned
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World

_SETS = ("and", "or", "unless")


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for problem in query.once(_problems):
            yield query.problem(problem)


def _problems(expression: Expression) -> list[Problem]:
    matches = (each for each in walk(expression) if isinstance(each, Binary) and each.operator not in _SETS)
    return [problem for each in matches if not each.group for problem in _of(each)]


def _of(match: Binary) -> Iterator[Problem]:
    for side, operand in (("left", match.left), ("right", match.right)) if match.on is not None else ():
        more = (grouping(operand) or frozenset()) - set(match.on or ()) - pinned(operand)
        if more:
            labels = ", ".join(f"`{label}`" for label in sorted(more))
            message = f"the {side} side has {labels} besides the labels of `on`"
            yield Problem(message, f"add `group_{side}`", "on")


RULE = Rule(
    id="MON122",
    title="Several series are matched with one without group_left",
    severity=Severity.WARNING,
    why="As soon as two series share the labels of `on (...)`, Prometheus stops with `found duplicate "
    "series for the match group` or `multiple matches for labels: many-to-one matching must be "
    "explicit`, and the rule or the trigger has no value at all.",
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
