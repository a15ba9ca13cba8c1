"""Label values taken out of expressions and put back, so that expressions alike in all else are parsed once."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
)

_VALUE = re.compile(r"""(?P<label>\b(?!__name__)\w+\s*[=!]~?=?\s*)"(?P<value>[^"\\\n]+)"(?=\s*[,}])""")
_MARK = "\N{SECTION SIGN}"


def taken_out(text: str) -> tuple[str, Sequence[str]]:
    """The text with a mark in place of each plain label value, and the values. None are taken if a mark is there."""
    values: list[str] = []
    if _MARK in text:
        return text, values

    def mark(match: re.Match[str]) -> str:
        values.append(match["value"])
        return f'{match["label"]}"{_MARK}{len(values) - 1}"'

    return _VALUE.sub(mark, text), values


def filled(expression: Expression, values: Sequence[str]) -> Expression:
    """The expression with the values back in place of their marks."""
    match expression:
        case Selector(metric, matchers, ranged, window):
            return Selector(metric, tuple([_matcher(each, values) for each in matchers]), ranged, window)
        case Aggregation(operator, inner, labels, without, parameter):
            put = None if parameter is None else filled(parameter, values)
            return Aggregation(operator, filled(inner, values), labels, without, put)
        case Call(function, arguments):
            return Call(function, tuple([filled(each, values) for each in arguments]))
        case Binary(operator, left, right, on, ignoring, group, include, boolean):
            sides = filled(left, values), filled(right, values)
            return Binary(operator, *sides, on, ignoring, group, include, boolean)
        case Subquery(inner, window, step):
            return Subquery(filled(inner, values), window, step)
        case Negation(inner):
            return Negation(filled(inner, values))
        case Number() | Text():
            return expression


def _matcher(matcher: Matcher, values: Sequence[str]) -> Matcher:
    if not matcher.value.startswith(_MARK):
        return matcher
    return Matcher(matcher.label, matcher.operator, values[int(matcher.value[1:])])
