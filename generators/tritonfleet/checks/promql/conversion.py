"""promql-parser's tree as ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tritonfleet.checks.promql.syntax import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Matcher,
    Negation,
    Number,
    Selector,
    Subquery,
    Text,
    children,
)
from tritonfleet.checks.promql.variables import UNKNOWN_NAME, UNKNOWN_SECONDS

_DEEPEST = 100
"""Levels of an expression that is looked at: whoever walks down a deeper one overflows the stack."""


def tree(text: str) -> Expression | None:
    """The expression of a text; None when it is too deep to look at. Raises ValueError with what is wrong."""
    import promql_parser

    found = _converted(promql_parser.parse(text))
    return found if _depth(found) <= _DEEPEST else None


def _depth(expression: Expression) -> int:
    level, depth = [expression], 0
    while level:
        level, depth = [child for each in level for child in children(each)], depth + 1
    return depth


def _converted(node: Any) -> Expression:
    return _CONVERSIONS[type(node).__name__](node)


def _selector(node: Any, *, ranged: bool = False, window: float | None = None) -> Selector:
    if node.matchers.or_matchers:
        raise ValueError("`or` between matchers is not PromQL but VictoriaMetrics' own")
    matchers = [_matcher(m) for m in node.matchers.matchers]
    name = node.name or next((m.value for m in matchers if (m.label, m.operator) == ("__name__", "=")), None)
    known = name if name and UNKNOWN_NAME not in name else None
    named = tuple(m for m in matchers if m.label != "__name__" or m.operator != "=")
    return Selector(known, named, ranged, window)


_OPERATORS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}


def _matcher(node: Any) -> Matcher:
    return Matcher(node.name, _OPERATORS[str(node.op).rpartition(".")[2]], node.value)


def _range(node: Any) -> Selector:
    return _selector(node.vector_selector, ranged=True, window=_seconds(node.range))


def _subquery(node: Any) -> Subquery:
    return Subquery(_converted(node.expr), _seconds(node.range), _seconds(node.step))


def _seconds(duration: Any) -> float | None:
    seconds = duration.total_seconds() if duration is not None else UNKNOWN_SECONDS
    return None if seconds == UNKNOWN_SECONDS else float(seconds)


def _call(node: Any) -> Call:
    return Call(node.func.name, tuple(_converted(argument) for argument in node.args))


def _aggregation(node: Any) -> Aggregation:
    by = node.modifier
    return Aggregation(
        operator=str(node.op),
        expression=_converted(node.expr),
        labels=tuple(by.labels) if by else (),
        without=by is not None and str(by.type).endswith("Without"),
        parameter=None if node.param is None else _converted(node.param),
    )


def _binary(node: Any) -> Binary:
    how = node.modifier
    matching = how.matching if how else None
    labels = tuple(matching.labels) if matching else None
    including = matching is not None and str(matching.type).endswith("Include")
    cardinality = str(how.card).rpartition(".")[2] if how else ""
    return Binary(
        operator=str(node.op),
        left=_converted(node.lhs),
        right=_converted(node.rhs),
        on=labels if including else None,
        ignoring=None if including else labels,
        group={"ManyToOne": "left", "OneToMany": "right"}.get(cardinality, ""),
        include=tuple(how.group_labels or ()) if how else (),
        boolean=bool(how and how.return_bool),
    )


_CONVERSIONS: dict[str, Callable[[Any], Expression]] = {
    "VectorSelector": _selector,
    "MatrixSelector": _range,
    "SubqueryExpr": _subquery,
    "Call": _call,
    "AggregateExpr": _aggregation,
    "BinaryExpr": _binary,
    "UnaryExpr": lambda node: Negation(_converted(node.expr)),
    "ParenExpr": lambda node: _converted(node.expr),
    "NumberLiteral": lambda node: Number(float(node.val)),
    "StringLiteral": lambda node: Text(node.val),
}
