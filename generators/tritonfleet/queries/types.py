"""What a query is: its words for people, and the expression it gives for a selector and a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from tritonfleet.queries.building import Ask, Parameter
from tritonfleet.queries.selectors import Subject


class Unit(StrEnum):
    """The unit of a value. ``grafana`` is Grafana's name of it (grafana/grafana:packages/grafana-data)."""

    SECONDS = "s"
    MILLISECONDS = "ms"
    REQUESTS_PER_SECOND = "reqps"
    OPERATIONS_PER_SECOND = "ops"
    RATIO = "percentunit"
    BYTES = "bytes"
    NUMBER = "short"
    CODE = "none"
    CELSIUS = "celsius"
    WATT = "watt"

    @property
    def grafana(self) -> str:
        """The id under which Grafana knows the unit."""
        return str(self.value)

    @property
    def symbol(self) -> str:
        """The unit as people write it; empty for mere numbers."""
        return _SYMBOLS.get(self.value, self.value)


_SYMBOLS = {
    "reqps": "1/s", "ops": "1/s", "percentunit": "0 to 1", "short": "", "none": "", "celsius": "°C", "watt": "W",
}  # fmt: skip


class Extent(StrEnum):
    """Whether a value grows with the number of pods: KEDA's AverageValue, or not: KEDA's Value."""

    TOTAL = "total"
    MEAN = "mean"

    @property
    def metric_type(self) -> str:
        """KEDA's metricType that a target for one pod (``total``) or for the service (``mean``) needs."""
        return "AverageValue" if self is Extent.TOTAL else "Value"


@dataclass(frozen=True, slots=True)
class Query:
    """One question to Prometheus.

    ``about``: what the value tells, and what it does not count. ``since``: the Triton release that made it possible,
    empty for every one. ``switch``: what must be on, a switch of ``catalog/metrics``. ``exporter``: who writes the
    series. ``subject``: which labels the selector has to choose by. ``parameters``: their defaults.
    """

    name: str
    title: str
    unit: Unit
    extent: Extent
    about: str
    build: Callable[[Ask], str]
    exporter: str = "triton"
    subject: Subject = Subject.SERVICE
    idle: Callable[[Ask], str] | None = None
    scales: bool = False
    since: str = ""
    switch: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))

    def expression(
        self, selector: str = "", window: str = "5m", by: Sequence[str] = (), *, entry: str = "",
        **parameters: Parameter,
    ) -> str:  # fmt: skip
        """The PromQL: one element for each combination of the labels in ``by``; nothing where there is no traffic.

        ``selector`` is the inside of the braces and may be empty or hold variables. ``entry`` is a pattern of the
        models whose requests count (``entry_models``); leave it out of the selector, because a query may need the
        other models too. A comparison may follow the text as it is; before arithmetic, put it in parentheses.
        Raises InputError for an unknown parameter.
        """
        return self.build(self._ask(selector, window, tuple(by), entry, parameters))

    def signal(
        self, selector: str = "", window: str = "2m", *, entry: str = "", **parameters: Parameter
    ) -> str:
        """The PromQL for a scaler: exactly one element, 0 when there is no traffic, none when nothing is scraped.

        So a scaler that treats an empty answer as an error (KEDA's ``ignoreNullValues: "false"``) falls back when
        the scrape is broken, and only then. Raises InputError when the query is none to scale on.
        """
        if not self.scales:
            from tritonfleet.errors import InputError

            raise InputError.of(f"query `{self.name}` is none to scale on")
        ask = self._ask(selector, window, (), entry, parameters)
        return f"{self.build(ask)} or 0 * {self.idle(ask)}" if self.idle else self.build(ask)

    def _ask(
        self, selector: str, window: str, by: tuple[str, ...], entry: str, given: Mapping[str, Parameter]
    ) -> Ask:
        unknown = [name for name in given if name not in self.parameters]
        if unknown:
            from tritonfleet.errors import InputError
            from tritonfleet.suggest import suggest

            message = f"query `{self.name}` has no parameter `{unknown[0]}`"
            raise InputError.of(message, fix=suggest(unknown[0], self.parameters))
        return Ask(selector.strip().rstrip(","), window, by, entry, {**self.parameters, **given})
