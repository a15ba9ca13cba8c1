"""Values read as in Grafana."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tritonfleet.plotting import format_value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.25, "ms", "250 µs"),
        (12.3456, "ms", "12.3 ms"),
        (1500, "ms", "1.5 s"),
        (90, "s", "1.5 min"),
        (0, "ms", "0 ms"),
        (0.5, "percentunit", "50%"),
        (-0.2, "percentunit", "-20%"),
        (3 * 2**30, "bytes", "3 GiB"),
        (512, "mbytes", "512 MiB"),
        (1234, "reqps", "1.23 K req/s"),
        (1234567, "short", "1.23 Mil"),
        (7, "short", "7"),
        (61.5, "celsius", "61.5 °C"),
        (1250, "watt", "1.25 KW"),
        (79, "none", "79"),
        (5, "widgets", "5 widgets"),
        (None, "ms", "–"),
        (math.nan, "ms", "–"),
        (math.inf, "ms", "∞"),
    ],
)
def test_a_value_is_scaled_and_named(value, unit, text):
    assert format_value(value, unit) == text


def test_decimals_can_be_asked_for():
    assert format_value(0.9995, "percentunit", 2) == "99.95%"


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["ms", "s", "bytes", "short", "percentunit"]),
)
def test_any_value_has_a_text(value, unit):
    assert format_value(value, unit)
