"""How many series an expression gives."""

from __future__ import annotations

from enum import Enum

from tritonfleet.checks.promql.meaning import CHOOSING, grouping, is_scalar, pinned
from tritonfleet.checks.promql.syntax import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Negation,
    Number,
    Subquery,
    Text,
)


class Series(Enum):
    """How many series an expression gives at most."""

    ONE = "one"
    GROUPED = "one a combination of labels"
    EVERY = "one a series scraped"


_ONE = frozenset({"vector", "scalar", "time", "pi", "absent", "absent_over_time"})


def series(expression: Expression) -> Series:
    """How many series it gives at most: provably one, one a group, or as many as are scraped."""
    match expression:
        case Number() | Text():
            return Series.ONE
        case Subquery(expression=inner) | Negation(expression=inner):
            return series(inner)
        case Call():
            return _of_call(expression)
        case Aggregation():
            return _of_aggregation(expression)
        case Binary():
            return _of_binary(expression)
        case _:
            return Series.EVERY


def _of_call(call: Call) -> Series:
    if call.function in _ONE or not call.arguments:
        return Series.ONE
    given = [series(a) for a in call.arguments if not isinstance(a, Number | Text)]
    inner = given[-1] if given else Series.ONE
    if call.function == "histogram_quantile" and inner is Series.GROUPED:
        labels = grouping(call.arguments[-1])
        return Series.ONE if labels is not None and not labels - {"le"} else Series.GROUPED
    return inner


def _of_aggregation(aggregation: Aggregation) -> Series:
    if aggregation.operator in CHOOSING:
        inner = series(aggregation.expression)
        first = isinstance(aggregation.parameter, Number) and aggregation.parameter.value == 1
        alone = first and not aggregation.labels and not aggregation.without
        return Series.ONE if inner is Series.ONE or alone else inner
    if aggregation.without or aggregation.operator == "count_values":
        return Series.ONE if series(aggregation.expression) is Series.ONE else Series.GROUPED
    left = set(aggregation.labels) - pinned(aggregation.expression)
    return Series.GROUPED if left and series(aggregation.expression) is not Series.ONE else Series.ONE


def _of_binary(binary: Binary) -> Series:
    left, right = series(binary.left), series(binary.right)
    if binary.operator == "or":
        same = grouping(binary.left) == grouping(binary.right) == frozenset()
        return Series.ONE if same else Series.EVERY if Series.EVERY in (left, right) else Series.GROUPED
    if binary.operator in ("and", "unless") or binary.group == "left" or is_scalar(binary.right):
        return left
    if binary.group == "right" or is_scalar(binary.left):
        return right
    return Series.ONE if Series.ONE in (left, right) else left
