"""What an expression gives: how many series, and with which labels."""

from __future__ import annotations

from enum import Enum

from tritonfleet.checks.promql.syntax import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Expression,
    Negation,
    Number,
    Selector,
    Subquery,
    Text,
)


class Series(Enum):
    """How many series an expression gives at most."""

    ONE = "one"
    GROUPED = "one a combination of labels"
    EVERY = "one a series scraped"


_ONE = frozenset({"vector", "scalar", "time", "pi", "absent", "absent_over_time"})
_CHOOSING = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})


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
    if aggregation.operator in _CHOOSING:
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


def is_scalar(expression: Expression) -> bool:
    """Whether it is a number, not a vector: numbers, and what is calculated from them alone."""
    match expression:
        case Number():
            return True
        case Negation(expression=inner):
            return is_scalar(inner)
        case Call(function=name):
            return name in ("scalar", "time", "pi")
        case Binary(left=left, right=right):
            return is_scalar(left) and is_scalar(right)
        case _:
            return False


def pinned(expression: Expression) -> frozenset[str]:
    """Labels that have one value in all of the expression's series, because matchers ask for it."""
    match expression:
        case Selector(matchers=matchers):
            return frozenset(m.label for m in matchers if m.operator == "=")
        case Call(function=name, arguments=arguments) if arguments and not name.startswith("label_"):
            return frozenset().union(*(pinned(argument) for argument in arguments))
        case Aggregation(expression=inner) | Subquery(expression=inner) | Negation(expression=inner):
            return pinned(inner)
        case Binary(operator="or", left=left, right=right):
            return pinned(left) & pinned(right)
        case Binary(left=left, right=right):
            return pinned(left) if is_scalar(right) or not is_scalar(left) else pinned(right)
        case _:
            return frozenset()


def grouping(expression: Expression) -> frozenset[str] | None:
    """The labels that the result may carry, where an aggregation decides that; None when the series do."""
    match expression:
        case Aggregation(operator=name, expression=inner) if name in _CHOOSING:
            return grouping(inner)
        case Aggregation(operator="count_values"):
            return None
        case Aggregation(labels=labels, without=True, expression=inner):
            before = grouping(inner)
            return None if before is None else before - set(labels)
        case Aggregation(labels=labels, expression=inner):
            before = grouping(inner)
            return frozenset(labels) if before is None else before & set(labels)
        case Call(function=name, arguments=arguments):
            return _after_call(name, arguments)
        case Subquery(expression=inner) | Negation(expression=inner):
            return grouping(inner)
        case Binary():
            return _after_binary(expression)
        case _:
            return None


def _after_call(name: str, arguments: tuple[Expression, ...]) -> frozenset[str] | None:
    if name == "vector":
        return frozenset()
    if not arguments or name.startswith(("label_", "absent")) or name in ("info", "scalar"):
        return None
    inner = grouping(arguments[1] if name == "histogram_quantile" and len(arguments) > 1 else arguments[0])
    return inner - {"le"} if name == "histogram_quantile" and inner is not None else inner


def _after_binary(binary: Binary) -> frozenset[str] | None:
    if is_scalar(binary.right):
        return grouping(binary.left)
    if is_scalar(binary.left):
        return grouping(binary.right)
    left, right = grouping(binary.left), grouping(binary.right)
    if binary.operator == "or":
        return None if left is None or right is None else left | right
    if binary.group == "right":
        return None if right is None else right | set(binary.include)
    if binary.group == "left":
        return None if left is None else left | set(binary.include)
    if binary.on is not None and binary.operator not in ("and", "unless", *COMPARISONS):
        return frozenset(binary.on)
    return left
