"""A PromQL expression as a tree, without parentheses, whatever parser it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

VARIABLE = re.compile(r"\$|\{\{|\[\[")
"""What a dashboard's, a template's or an analysis' variable begins with."""

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})


@dataclass(frozen=True, slots=True)
class Matcher:
    """One matcher of a selector. ``operator`` is ``=``, ``!=``, ``=~`` or ``!~``."""

    label: str
    operator: str
    value: str

    @property
    def literal(self) -> str | None:
        """The one value that ``label="value"`` asks for; None when it is a pattern, a negation or a variable."""
        return None if self.operator != "=" or VARIABLE.search(self.value) else self.value


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector of series. ``metric`` is None when it is chosen by matchers or by a variable.

    ``ranged``: whether it asks for a range; ``window`` is that range in seconds, None when a variable says it.
    """

    metric: str | None
    matchers: tuple[Matcher, ...] = ()
    ranged: bool = False
    window: float | None = None

    def matcher(self, label: str) -> Matcher | None:
        """The first matcher of this label."""
        return next((m for m in self.matchers if m.label == label), None)


@dataclass(frozen=True, slots=True)
class Subquery:
    """``expression[window:step]``, both in seconds, None when unknown."""

    expression: Expression
    window: float | None
    step: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is applied to."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """``operator by (labels) (expression)``, or ``without``. Neither given is ``by ()``."""

    operator: str
    expression: Expression
    labels: tuple[str, ...] = ()
    without: bool = False
    parameter: Expression | None = None


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands. ``on`` or ``ignoring`` are None when not written; ``group``: ``left``, ``right`` or nothing.

    ``boolean``: a comparison that gives 0 or 1 instead of filtering. ``include``: labels taken from the "one" side.
    """

    operator: str
    left: Expression
    right: Expression
    on: tuple[str, ...] | None = None
    ignoring: tuple[str, ...] | None = None
    group: str = ""
    include: tuple[str, ...] = ()
    boolean: bool = False


@dataclass(frozen=True, slots=True)
class Negation:
    """``-expression``."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str


Expression = Selector | Subquery | Call | Aggregation | Binary | Negation | Number | Text


def children(expression: Expression) -> tuple[Expression, ...]:
    """The operands of an expression, in order."""
    match expression:
        case Call(arguments=arguments):
            return arguments
        case Aggregation(expression=inner, parameter=parameter):
            return (inner,) if parameter is None else (parameter, inner)
        case Binary(left=left, right=right):
            return (left, right)
        case Subquery(expression=inner) | Negation(expression=inner):
            return (inner,)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it, from the outside in and from left to right."""
    pending = [expression]
    while pending:
        each = pending.pop()
        yield each
        pending.extend(reversed(children(each)))
