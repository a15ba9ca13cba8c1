"""The labels of what an expression gives."""

from __future__ import annotations

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
)

CHOOSING = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
"""Aggregations that choose among series instead of putting them together."""


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
        case Aggregation(operator=name, expression=inner) if name in CHOOSING:
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
