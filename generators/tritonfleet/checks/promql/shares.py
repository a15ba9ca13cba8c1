"""Shares: quotients whose upper side counts some of what their lower side counts, so that they are at most 1."""

from __future__ import annotations

from collections.abc import Iterator

from tritonfleet.checks.promql.numbers import number
from tritonfleet.checks.promql.queries import queries
from tritonfleet.checks.promql.query import Purpose
from tritonfleet.checks.promql.syntax import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Expression,
    Matcher,
    Selector,
    walk,
)
from tritonfleet.checks.world import World

_GROWTH = frozenset({"rate", "increase"})


def recorded_shares(world: World) -> frozenset[str]:
    """Names of recorded series that are shares, whichever rule of that name records them."""
    found: dict[str, bool] = {}
    for query in world.derived(queries):
        if query.purpose is Purpose.RECORD and query.name:
            own = query.expression is not None and is_share(query.expression)
            found[query.name] = own and found.get(query.name, True)
    return frozenset(name for name, shares in found.items() if shares)


def is_share(expression: Expression) -> bool:
    """Whether it is a part of a whole, or what such a part leaves: its values lie between 0 and 1."""
    if not isinstance(expression, Binary) or expression.on is not None or expression.ignoring is not None:
        return False
    if expression.operator == "-":
        return number(expression.left) == 1 and is_share(expression.right)
    if expression.operator != "/":
        return False
    part, whole = _counted(expression.left), _counted(_chosen(expression.right))
    return part is not None and whole is not None and _is_part(part, whole)


def _chosen(expression: Expression) -> Expression:
    """Without the comparison that leaves out a divisor of 0."""
    if isinstance(expression, Binary) and expression.operator in COMPARISONS and not expression.boolean:
        return expression.left
    return expression


def _counted(expression: Expression) -> tuple[Selector, tuple[object, ...]] | None:
    """The counter whose growth is summed, and how: labels, function and window."""
    if not isinstance(expression, Aggregation) or expression.operator != "sum":
        return None
    growth = expression.expression
    if not isinstance(growth, Call) or growth.function not in _GROWTH:
        return None
    inner = growth.arguments[0]
    if not isinstance(inner, Selector) or inner.metric is None or inner.window is None:
        return None
    return inner, (frozenset(expression.labels), expression.without, growth.function, inner.window)


def _is_part(part: tuple[Selector, tuple[object, ...]], whole: tuple[Selector, tuple[object, ...]]) -> bool:
    """One bucket of all that a histogram counts, or series of one counter that are chosen by more labels."""
    (few, how), (many, how_many) = part, whole
    matchers = [m for m in few.matchers if m.label != "le"]
    if how != how_many or few.metric is None or many.metric is None:
        return False
    if few.metric.endswith("_bucket"):
        one = few.matcher("le")
        family = few.metric.removesuffix("_bucket")
        return one is not None and many.metric == f"{family}_count" and _holds_all(matchers, many.matchers)
    return few.metric == many.metric and _holds_all(few.matchers, many.matchers)


def _holds_all(own: tuple[Matcher, ...] | list[Matcher], others: tuple[Matcher, ...]) -> bool:
    return set(others) <= set(own)


def compared(expression: Expression) -> Iterator[tuple[Expression, str, float]]:
    """Each comparison with a number, wherever it stands: what is compared, the operator, and the number."""
    for each in walk(expression):
        if isinstance(each, Binary) and each.operator in COMPARISONS:
            threshold = number(each.right)
            if threshold is not None:
                yield each.left, each.operator, threshold
