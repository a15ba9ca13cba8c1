"""Between which values an expression lies, whatever is scraped."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from tritonfleet.checks.promql.numbers import number
from tritonfleet.checks.promql.syntax import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Negation,
    Selector,
    Subquery,
)
from tritonfleet.metrics import metric


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value."""

    least: float = -inf
    greatest: float = inf


_ANY = Bounds()
_POSITIVE = Bounds(0)
_OF_UNIT = {"ratio": Bounds(0, 1), "percent": Bounds(0, 100)}
_NEVER_NEGATIVE = frozenset({"", "us", "ms", "s", "ns", "bytes", "mib", "w", "j", "mj", "mhz", "tokens"})
_CHOOSING = frozenset({"avg", "min", "max", "quantile", "topk", "bottomk", "limitk", "limit_ratio"})
_CHOOSING_OVER_TIME = frozenset(
    {
        "avg_over_time", "min_over_time", "max_over_time", "quantile_over_time", "last_over_time",
        "first_over_time", "sort", "sort_desc", "label_replace", "label_join",
    }
)  # fmt: skip
_COUNTING = frozenset(
    {"rate", "irate", "increase", "resets", "changes", "sum_over_time", "count_over_time", "abs"}
)


def bounds(expression: Expression) -> Bounds:
    """The bounds of its values; infinite where nothing bounds them."""
    match expression:
        case Selector(metric=name):
            return _of_metric(name)
        case Subquery(expression=inner):
            return bounds(inner)
        case Negation(expression=inner):
            found = bounds(inner)
            return Bounds(-found.greatest, -found.least)
        case Aggregation(operator=operator, expression=inner):
            return _of_aggregation(operator, bounds(inner))
        case Call():
            return _of_call(expression)
        case Binary():
            return _of_binary(expression)
        case _:
            value = number(expression)
            return _ANY if value is None else Bounds(value, value)


def _of_metric(name: str | None) -> Bounds:
    known = metric(name) if name else None
    if known is None or name == "up":
        return _OF_UNIT["ratio"] if name == "up" else _ANY
    if known.unit in _OF_UNIT:
        return _OF_UNIT[known.unit]
    return _POSITIVE if known.unit in _NEVER_NEGATIVE else _ANY


def _of_aggregation(operator: str, inner: Bounds) -> Bounds:
    if operator in _CHOOSING:
        return inner
    if operator in ("count", "group", "stddev", "stdvar"):
        return _POSITIVE
    return _POSITIVE if operator == "sum" and inner.least >= 0 else _ANY


def _of_call(call: Call) -> Bounds:
    inner = [bounds(argument) for argument in call.arguments]
    if call.function in _CHOOSING_OVER_TIME and inner:
        return inner[1] if call.function == "quantile_over_time" and len(inner) > 1 else inner[0]
    if call.function in ("vector", "scalar") and inner:
        return inner[0]
    return _POSITIVE if call.function in _COUNTING else _ANY


def _of_binary(binary: Binary) -> Bounds:
    left, right = bounds(binary.left), bounds(binary.right)
    if binary.boolean:
        return Bounds(0, 1)
    match binary.operator:
        case ">" | ">=" | "<" | "<=" | "==" | "!=" | "and" | "unless":
            return left
        case "or":
            return Bounds(min(left.least, right.least), max(left.greatest, right.greatest))
        case "+":
            return Bounds(left.least + right.least, left.greatest + right.greatest)
        case "-":
            return Bounds(left.least - right.greatest, left.greatest - right.least)
        case "*" | "/":
            return _scaled(binary, left, right)
        case _:
            return _ANY


def _scaled(binary: Binary, left: Bounds, right: Bounds) -> Bounds:
    times, over = number(binary.left), number(binary.right)
    if over is not None and over > 0:
        factor = over if binary.operator == "*" else 1 / over
        return Bounds(left.least * factor, left.greatest * factor)
    if times is not None and times > 0 and binary.operator == "*":
        return Bounds(right.least * times, right.greatest * times)
    return _POSITIVE if left.least >= 0 and right.least >= 0 else _ANY
