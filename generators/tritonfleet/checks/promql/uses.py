"""Every selector of an expression, with what is applied to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tritonfleet.checks.promql.syntax import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Selector,
    Subquery,
    children,
)

RATES = frozenset(
    {"rate", "irate", "increase", "delta", "idelta", "deriv", "resets", "changes", "predict_linear"}
)


@dataclass(frozen=True, slots=True)
class Use:
    """A selector and what is around it, from the inside out."""

    selector: Selector
    around: tuple[Expression, ...]

    @property
    def function(self) -> str:
        """The function that the selector is the argument of; empty when there is none."""
        call = next((each for each in self.around if not isinstance(each, Subquery)), None)
        return call.function if isinstance(call, Call) else ""

    @property
    def functions(self) -> tuple[str, ...]:
        """All functions around it, from the inside out."""
        return tuple(each.function for each in self.around if isinstance(each, Call))

    @property
    def aggregations(self) -> tuple[Aggregation, ...]:
        """All aggregations around it, from the inside out."""
        return tuple(each for each in self.around if isinstance(each, Aggregation))

    @property
    def window(self) -> float | None:
        """The seconds that the selector, or the subquery around it, looks back."""
        if self.selector.ranged:
            return self.selector.window
        return next((each.window for each in self.around if isinstance(each, Subquery)), None)

    def compared(self) -> Binary | None:
        """The binary operation directly around it, when there is one."""
        return self.around[0] if self.around and isinstance(self.around[0], Binary) else None


def uses(expression: Expression) -> Iterator[Use]:
    """Every selector, from left to right."""
    pending: list[tuple[Expression, tuple[Expression, ...]]] = [(expression, ())]
    while pending:
        each, around = pending.pop()
        if isinstance(each, Selector):
            yield Use(each, around)
        pending.extend((child, (each, *around)) for child in reversed(children(each)))
