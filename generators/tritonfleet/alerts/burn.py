"""Burn rates: how fast an error budget may be spent before somebody is told, as the catalogue has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from tritonfleet.alerts.types import Severity
from tritonfleet.paths import catalog_file

HOURS = {"m": Decimal(1) / 60, "h": Decimal(1), "d": Decimal(24), "w": Decimal(168)}


@dataclass(frozen=True, slots=True)
class BurnRate:
    """One row: ``budget_share`` of the budget within ``long``, still going on in ``short``. ``lasts`` is ``for``."""

    name: str
    severity: Severity
    long: str
    short: str
    budget_share: Decimal
    lasts: str

    def factor(self, window: str, budget: Decimal) -> str:
        """How many times as fast as it may the budget is spent when the row fires; empty when it is left out.

        ``window`` is the objective's, ``budget`` the share of requests that may be bad. Three digits after the point,
        as the chart's template computes it.
        """
        factor = self.budget_share * hours(window) / hours(self.long)
        if factor < 1:
            return ""
        return number(min(factor, policy().outage_share / budget))


@dataclass(frozen=True, slots=True)
class Policy:
    """The rows, and what holds for all of them; catalog/slo.yaml says why."""

    rows: tuple[BurnRate, ...]
    outage_share: Decimal
    least_bad_requests: int
    evaluation_seconds: int
    longest_direct: str

    @property
    def windows(self) -> tuple[str, ...]:
        """Every window of a row, the shortest first."""
        return tuple(sorted({window for row in self.rows for window in (row.long, row.short)}, key=hours))


@cache
def policy() -> Policy:
    """What catalog/slo.yaml says."""
    from tritonfleet import yamlio

    file = "slo.yaml"
    data: dict[str, Any] = yamlio.load(yamlio.read_text(catalog_file(file)), f"catalog/{file}")
    return Policy(
        rows=tuple(_row(name, row) for name, row in data["burn_rates"]["rows"].items()),
        outage_share=Decimal(str(data["outage_share"])),
        least_bad_requests=data["least_bad_requests"],
        evaluation_seconds=data["evaluation_seconds"],
        longest_direct=data["longest_direct"],
    )


def hours(window: str) -> Decimal:
    """The hours of a duration in one unit: minutes, hours, days or weeks."""
    return Decimal(window[:-1]) * HOURS[window[-1]]


def number(value: Decimal) -> str:
    """At most three digits after the point, without zeros at the end: ``14.4``, ``6``."""
    return f"{value.quantize(Decimal('0.001'), ROUND_HALF_UP).normalize():f}"


def _row(name: str, row: Mapping[str, Any]) -> BurnRate:
    share = Decimal(str(row["budget_share"]))
    return BurnRate(name, Severity(row["severity"]), row["long"], row["short"], share, row["for"])
