"""The unit of an expression's value, where the metrics in it are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tritonfleet.checks.promql.meaning import is_scalar
from tritonfleet.checks.promql.numbers import number
from tritonfleet.checks.promql.syntax import (
    COMPARISONS,
    Aggregation,
    Binary,
    Call,
    Expression,
    Negation,
    Selector,
    Subquery,
)
from tritonfleet.metrics import Kind, metric


@dataclass(frozen=True, slots=True)
class Unit:
    """seconds^``time`` · things^``things`` · bytes^``size``; a value of 1 means ``scale`` of that.

    ``Unit(time=1, things=-1, scale=1e-6)`` is microseconds a request.
    """

    scale: float
    time: int = 0
    things: int = 0
    size: int = 0

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The unit of a product, or with ``sign=-1`` of a quotient."""
        return Unit(
            self.scale * other.scale**sign,
            self.time + sign * other.time,
            self.things + sign * other.things,
            self.size + sign * other.size,
        )

    def alike(self, other: Unit) -> bool:
        """Whether both measure the same, in whatever scale."""
        return replace(self, scale=1) == replace(other, scale=1)

    @property
    def is_duration(self) -> bool:
        """Whether it is a time, of one thing or of all."""
        return self.time == 1 and self.size == 0 and self.things in (0, -1)

    @property
    def is_plain(self) -> bool:
        """Whether it has no dimension: a ratio, or a mean number of things at a time."""
        return (self.time, self.things, self.size) == (0, 0, 0)


_UNITS = {
    "": Unit(1, things=1), "tokens": Unit(1, things=1), "ratio": Unit(1), "percent": Unit(0.01),
    "ns": Unit(1e-9, time=1), "us": Unit(1e-6, time=1), "ms": Unit(1e-3, time=1), "s": Unit(1, time=1),
    "bytes": Unit(1, size=1), "mib": Unit(2.0**20, size=1), "bytes_per_second": Unit(1, time=-1, size=1),
}  # fmt: skip
_PER_SECOND = Unit(1, time=-1)
_RATES = frozenset({"rate", "irate", "deriv"})
_KEEPING = frozenset(
    {
        "increase", "delta", "idelta", "clamp", "clamp_min", "clamp_max", "round", "ceil", "floor", "abs",
        "sort", "sort_desc", "label_replace", "label_join", "scalar",
    }
)  # fmt: skip
_COUNTING = frozenset({"count", "group", "count_values", "stddev", "stdvar"})


def unit(expression: Expression) -> Unit | None:
    """The unit of a value of the expression; None when it is not known, or is a mere number's."""
    match expression:
        case Selector(metric=name):
            return _of_metric(name)
        case Subquery(expression=inner) | Negation(expression=inner):
            return unit(inner)
        case Aggregation(operator=operator, expression=inner):
            return None if operator in _COUNTING else unit(inner)
        case Call():
            return _of_call(expression)
        case Binary():
            return _of_binary(expression)
        case _:
            return None


def _of_metric(name: str | None) -> Unit | None:
    known = metric(name) if name else None
    if known is None or name is None:
        return None
    if known.kind in (Kind.HISTOGRAM, Kind.SUMMARY) and name.endswith(("_count", "_bucket")):
        return _UNITS[""]
    return _UNITS.get(known.unit)


def _of_call(call: Call) -> Unit | None:
    if not call.arguments:
        return None
    if call.function == "histogram_quantile":
        buckets = next((s for s in _selectors(call) if s.metric and s.metric.endswith("_bucket")), None)
        known = metric(buckets.metric) if buckets and buckets.metric else None
        return _UNITS.get(known.unit) if known else None
    inner = next((found for found in map(unit, call.arguments) if found is not None), None)
    if call.function in _RATES:
        return inner.times(_PER_SECOND) if inner else None
    return inner if call.function in _KEEPING or call.function.endswith("_over_time") else None


def _selectors(expression: Expression) -> list[Selector]:
    from tritonfleet.checks.promql.syntax import walk

    return [each for each in walk(expression) if isinstance(each, Selector)]


def _of_binary(binary: Binary) -> Unit | None:
    if binary.operator in COMPARISONS:
        return None if binary.boolean else unit(binary.left)
    if binary.operator in ("and", "unless", "or"):
        return unit(binary.left)
    if binary.operator in ("*", "/"):
        return _of_product(binary)
    left, right = unit(binary.left), unit(binary.right)
    if left and right:
        return left if left == right else None
    return left if is_scalar(binary.right) else right if is_scalar(binary.left) else None


def _of_product(binary: Binary) -> Unit | None:
    left, right = unit(binary.left), unit(binary.right)
    sign = 1 if binary.operator == "*" else -1
    if left and right:
        return left.times(right, sign)
    factor = number(binary.right)
    if left and factor:
        return replace(left, scale=left.scale / factor**sign)
    factor = number(binary.left)
    if right and factor:
        scaled = replace(right, scale=right.scale / factor)
        return scaled if sign == 1 else Unit(1).times(scaled, -1)
    return None
