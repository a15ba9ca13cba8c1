"""Text into a tree. The grammar is that of promql-parser; variables are taken out before it sees the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from tritonfleet.checks.promql.conversion import tree
from tritonfleet.checks.promql.literals import filled, taken_out
from tritonfleet.checks.promql.syntax import Expression
from tritonfleet.checks.promql.uses import Use, uses
from tritonfleet.checks.promql.variables import calls_hidden, substitute

T = TypeVar("T")

_LONGEST, _MOST_OPERATORS = 20_000, 600
"""Characters and operators of an expression that is looked at: beyond, the parser overflows its stack."""
_OPERATOR = re.compile(r"[-+*/%^(<>]|[=!]=|\b(?:and|or|unless|atan2)\b")


@dataclass(frozen=True)
class Parsed:
    """An expression, or what is wrong with it.

    ``problem`` and ``offset`` (characters from the start, -1 when unknown) describe a syntax error. Both
    ``expression`` and ``problem`` are empty when variables hide what the expression is. ``shape``: the one that all
    expressions share which differ from it in label values only.
    """

    text: str
    expression: Expression | None = None
    problem: str = ""
    offset: int = -1
    shape: Parsed | None = None

    @cached_property
    def _seen(self) -> dict[Callable[[Expression], object], object]:
        return {}

    def once(self, look: Callable[[Expression], T], otherwise: T) -> T:
        """``look(expression)``, done once a shape: it must not depend on label values but for empty ones.

        ``otherwise`` is the answer where there is no expression.
        """
        shape = self.shape or self
        if shape.expression is None:
            return otherwise
        if look not in shape._seen:
            shape._seen[look] = look(shape.expression)
        return cast("T", shape._seen[look])

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every selector of the expression with what is around it."""
        return tuple(uses(self.expression)) if self.expression is not None else ()


@lru_cache(maxsize=1024)
def parse(text: str) -> Parsed:
    """Parse an expression as Prometheus would; variables of Grafana, Argo Rollouts and Flagger may stand in it.

    Expressions of a fleet differ in label values only, so each shape goes through the parser once.
    """
    text = calls_hidden(text)
    shape, literals = taken_out(text)
    known = _parse(shape) if literals else None
    if known is None or known.expression is None:
        return _parse(text)
    return Parsed(text, filled(known.expression, literals), shape=known)


@lru_cache(maxsize=1024)
def _parse(text: str) -> Parsed:
    if len(text) > _LONGEST or len(_OPERATOR.findall(text)) > _MOST_OPERATORS:
        return Parsed(text)
    attempts, templated = substitute(text)
    problem = ""
    for attempt in attempts:
        try:
            return Parsed(text, tree(attempt))
        except RecursionError:
            return Parsed(text)
        except ValueError as error:
            problem = problem or str(error)
    if templated:
        return Parsed(text)
    from tritonfleet.checks.promql.problems import place

    return Parsed(text, problem=problem, offset=place(text, problem))
