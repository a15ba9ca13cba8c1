"""Putting PromQL together: selectors, rates, sums, and quotients that say nothing where there is nothing to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

Parameter = str | float | bool


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody wants to know: of which series, over which window, by which labels."""

    selector: str
    window: str
    by: tuple[str, ...]
    entry: str
    parameters: Mapping[str, Parameter]

    def series(self, metric: str, *matchers: str) -> str:
        """The series of a metric, of every model."""
        # The selector comes last: PromQL takes a comma before the brace, so an empty one does no harm.
        inside = ",".join([*matchers, self.selector] if self.selector else matchers)
        return f"{metric}{{{inside}}}" if inside else metric

    def entries(self, metric: str, *matchers: str) -> str:
        """The series of a metric, of the models that clients call."""
        return self.series(metric, *matchers, *([f'model=~"{self.entry}"'] if self.entry else []))

    def ranged(self, series: str) -> str:
        """The samples of the series within the window."""
        return f"{series}[{self.window}]"

    def rate(self, series: str) -> str:
        """What counters gain a second, summed; restarts of a pod are no loss."""
        return self.aggregate("sum", f"rate({self.ranged(series)})")

    def aggregate(self, operator: str, expression: str, *labels: str) -> str:
        """``operator by (labels) (expression)``, with the labels asked for and further ones."""
        wanted = tuple(dict.fromkeys((*labels, *self.by)))
        grouping = f" by ({', '.join(wanted)}) " if wanted else ""
        return f"{operator}{grouping}({expression})"

    def without(self, *labels: str) -> Ask:
        """The same, not asked for by these labels."""
        return replace(self, by=tuple(label for label in self.by if label not in labels))

    def number(self, name: str) -> str:
        """A numeric parameter as PromQL writes it."""
        return format(float(self.parameters[name]), ".15g")

    def text(self, name: str) -> str:
        """A parameter that is a word; empty where it is not given."""
        return str(self.parameters.get(name, ""))

    def flag(self, name: str) -> bool:
        """A parameter that is true or false."""
        return self.parameters[name] in (True, "true")


def or_zero(expression: str, like: str) -> str:
    """The expression, and 0 for each group that only ``like`` has."""
    return f"({expression} or 0 * {like})"


def quotient(numerator: str, denominator: str) -> str:
    """A ratio that has no element where the denominator is 0, instead of one that is not a number."""
    return f"{numerator} / ({denominator} > 0)"


def alike(series: str, labels: Mapping[str, str]) -> str:
    """The series with labels under one name: ``labels`` gives the wanted name and the one that may stand for it."""
    for label, other in labels.items():
        series = f'label_replace({series}, "{label}", "$1", "{other}", "(.+)")'
    return series
