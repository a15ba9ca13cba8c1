"""The PromQL behind ScaledObjects: what is measured, by whom, and whether it grows with the number of pods."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tritonfleet.checks.promql import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Negation,
    Number,
    Query,
    Selector,
    Subquery,
    queries,
    walk,
)
from tritonfleet.checks.promql.meaning import is_scalar
from tritonfleet.checks.scaling.keda import Scaled, scaled_objects
from tritonfleet.checks.scaling.trigger import Trigger
from tritonfleet.checks.world import World

_SERVERS = ("triton", "vllm")
"""Exporters that are the model servers themselves: without a pod they write nothing."""
_SHAPING = frozenset({"ceil", "floor", "round", "abs", "clamp", "clamp_min", "clamp_max", "scalar", "sort"})
_KEEPING = frozenset({">", ">=", "<", "<=", "==", "!=", "and", "unless", "or"})


class Extent(StrEnum):
    """Whether a value adds up over pods, such as a queue, or is the same for all, such as a latency."""

    EXTENSIVE = "a total"
    INTENSIVE = "a mean, a share or a quantile"


@dataclass(frozen=True, slots=True)
class Signal:
    """A prometheus trigger of a ScaledObject with its query, which could be parsed."""

    scaled: Scaled
    trigger: Trigger
    query: Query
    expression: Expression

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """Every selector of the query."""
        return tuple(use.selector for use in self.query.uses)

    @property
    def metrics(self) -> list[str]:
        """The names of the series that it reads; those that are chosen in another way are left out."""
        return [selector.metric for selector in self.selectors if selector.metric]

    @property
    def of_servers(self) -> bool:
        """Whether all that it reads is written by model servers themselves."""
        return bool(self.selectors) and all(_is_of_servers(selector.metric) for selector in self.selectors)

    @property
    def never_zero(self) -> bool:
        """Whether it puts a number above zero in the place of a missing series, as ``or vector(1)`` does."""
        return any(
            isinstance(each, Call)
            and each.function == "vector"
            and isinstance(each.arguments[0], Number)
            and each.arguments[0].value > 0
            for each in walk(self.expression)
        )


def signals(world: World) -> list[Signal]:
    """Every prometheus trigger of a ScaledObject whose query can be parsed."""
    return world.derived(_signals)


def extent(expression: Expression) -> Extent | None:
    """Whether the value adds up over pods; None when the expression does not tell."""
    match expression:
        case Aggregation(operator="sum", expression=inner, labels=()):
            return None if _has_quotient(inner) else Extent.EXTENSIVE
        case Aggregation(operator="avg" | "max" | "min" | "quantile"):
            return Extent.INTENSIVE
        case Call(function="histogram_quantile"):
            return Extent.INTENSIVE
        case Call(function=name, arguments=(first, *_)) if name in _SHAPING:
            return extent(first)
        case Call(function=name, arguments=(*_, Subquery(expression=inner))) if name.endswith("_over_time"):
            return extent(inner)
        case Negation(expression=inner):
            return extent(inner)
        case Binary():
            return _of_binary(expression)
        case _:
            return None


def _of_binary(binary: Binary) -> Extent | None:
    left, right = extent(binary.left), extent(binary.right)
    if binary.operator in _KEEPING:
        return left
    if is_scalar(binary.right):
        return left
    if is_scalar(binary.left):
        return right if binary.operator != "/" else None
    if binary.operator == "/":
        return Extent.INTENSIVE if left is right is Extent.EXTENSIVE else None
    return left if left is right and binary.operator in ("+", "-") else None


def _has_quotient(expression: Expression) -> bool:
    found = (each for each in walk(expression) if isinstance(each, Binary) and each.operator == "/")
    return any(not is_scalar(each.right) for each in found)


def _is_of_servers(metric: str | None) -> bool:
    from tritonfleet.metrics import exporter

    writer = exporter(metric) if metric else None
    return writer is not None and writer.name in _SERVERS


def _signals(world: World) -> list[Signal]:
    scaled = [each for each in scaled_objects(world) if any(t.type == "prometheus" for t in each.triggers)]
    if not scaled:
        return []
    by_place = {(id(query.resource), query.subject): query for query in world.derived(queries)}
    return [
        Signal(each, trigger, query, query.expression)
        for each in scaled
        for trigger in each.triggers
        if (query := by_place.get((id(trigger.owner), trigger.path))) is not None
        if query.expression is not None
    ]
