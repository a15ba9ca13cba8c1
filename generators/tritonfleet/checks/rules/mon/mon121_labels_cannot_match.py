"""MON121: the operands of an operator can have the same labels."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.finding import Severity
from tritonfleet.checks.promql import Binary, Expression, Selector, grouping, is_scalar, queries, walk
from tritonfleet.checks.rule import Rule, Verdicts
from tritonfleet.checks.world import World


def check(world: World) -> Verdicts:
    for query in world.derived(queries):
        for message, operator in query.once(_problems):
            alone = query.text.count(operator) == 1
            yield query.breach(message, at=query.text.find(operator) if alone else 0)


def _problems(expression: Expression) -> list[tuple[str, str]]:
    """What is wrong, and with which operator."""
    operations = (each for each in walk(expression) if isinstance(each, Binary) and each.operator != "or")
    return [(message, each.operator) for each in operations for message in _of(each)]


def _of(operation: Binary) -> Iterator[str]:
    if is_scalar(operation.left) or is_scalar(operation.right):
        return
    left, right = grouping(operation.left), grouping(operation.right)
    if left is None or right is None:
        return
    lonely = _compared(left, operation) ^ _compared(right, operation)
    lonely -= _pinned_empty(operation)
    if lonely:
        labels = ", ".join(f"`{label}`" for label in sorted(lonely))
        sides = f"{_shown(left)} on the left, {_shown(right)} on the right"
        message = f"{labels} is on one side of `{operation.operator}` only ({sides}), so nothing matches"
        yield message


def _compared(labels: frozenset[str], operation: Binary) -> frozenset[str]:
    """The labels that must be equal on both sides."""
    if operation.on is not None:
        return labels & set(operation.on)
    return labels - set(operation.ignoring or ())


def _pinned_empty(operation: Binary) -> set[str]:
    """Labels that a matcher asks to be empty, so that having none is the same."""
    return {
        matcher.label
        for each in walk(operation)
        if isinstance(each, Selector)
        for matcher in each.matchers
        if matcher.operator == "=" and matcher.value == ""
    }


def _shown(labels: frozenset[str]) -> str:
    return ", ".join(sorted(labels)) or "none"


RULE = Rule(
    id="MON121",
    title="The operands have labels that never match",
    severity=Severity.ERROR,
    why="Prometheus pairs series with equal labels. `sum by (model) (a) / sum(b)` pairs series that "
    "have `model` with one that has none: there is no pair, and the result is empty without an "
    "error.",
    fix="aggregate both sides by the same labels, or name the common ones with `on (...)`",
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
        sum by (model) (rate(nv_inference_request_failure[5m])) / sum(rate(nv_inference_request_success[5m])) > 0.01
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
        sum by (model) (rate(nv_inference_request_failure[5m]))
        / on () group_left () sum(rate(nv_inference_count[5m])) > 1
      for: 5m
""",
)
