"""Burn rates: their factors, what is left out, and how seldom chance alone wakes somebody."""

from __future__ import annotations

from decimal import Decimal
from math import exp, floor, lgamma, log

import pytest
from promtool_cases import HISTOGRAM, service_rules

from tritonfleet.alerts.burn import policy
from tritonfleet.spec.resolve import merge

ROWS = {row.name: row for row in policy().rows}


def test_over_thirty_days_the_factors_are_the_known_ones():
    factors = {name: row.factor("30d", Decimal("0.001")) for name, row in ROWS.items()}
    assert factors == {"page_quick": "14.4", "page_slow": "6", "ticket_quick": "3", "ticket_slow": "1"}


def test_a_row_that_the_budget_outlasts_is_left_out():
    assert {name: row.factor("7d", Decimal("0.001")) for name, row in ROWS.items()} == {
        "page_quick": "3.36",
        "page_slow": "1.4",
        "ticket_quick": "",
        "ticket_slow": "",
    }


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("objective", ["0.5", "0.9", "0.95", "0.99", "0.99999"])
def test_every_row_can_fire(row, objective):
    budget = 1 - Decimal(objective)
    assert Decimal(row.factor("30d", budget)) * budget <= policy().outage_share


@pytest.mark.parametrize("name", ["page_quick", "page_slow"])
def test_chance_alone_wakes_hardly_anybody(name):
    """Failures at exactly the rate that the objective allows, at whatever traffic is the worst for it."""
    factor = float(ROWS[name].factor("30d", Decimal("0.001")))
    assert max(_chance(factor, mean / 20) for mean in range(1, 400)) < 1e-4


def _chance(factor: float, mean: float) -> float:
    """That a window with so many bad requests on average has more than the row's and the guard's number of them."""
    least = max(policy().least_bad_requests, floor(factor * mean) + 1)
    return 1 - sum(exp(count * log(mean) - mean - lgamma(count + 1)) for count in range(least))


def test_the_step_of_the_recorded_rates_is_that_of_the_sums():
    (group,) = [g for g in service_rules(HISTOGRAM) if g["name"] == "triton-slo-recording"]
    step = policy().evaluation_seconds
    (alerts,) = [g for g in service_rules(HISTOGRAM) if g["name"] == "triton-slo-alerts"]
    assert group["interval"] == f"{step}s"
    assert all(f"* {step} >= {policy().least_bad_requests}" in rule["expr"] for rule in alerts["rules"])


def test_the_threshold_is_one_number_everywhere():
    rules = service_rules(merge(HISTOGRAM, {"slo": {"latency": {"withinMilliseconds": 120}}}))
    latency = [rule for group in rules for rule in group["rules"] if "histogram_ms_bucket" in rule["expr"]]
    within = [
        rule["expr"]
        for group in rules
        for rule in group["rules"]
        if rule.get("record", "").endswith(":milliseconds")
    ]
    assert latency
    assert all('le=~"120([.]0+)?"' in rule["expr"] for rule in latency)
    assert within == ["vector(120)"]
