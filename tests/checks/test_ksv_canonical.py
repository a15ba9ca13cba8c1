"""Quantities as Kubernetes writes them back."""

from __future__ import annotations

import pytest

from tritonfleet.checks.kserve.canonical import canonical


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1500m", "1500m"),
        ("1.5", "1500m"),
        ("0.5", "500m"),
        ("1000m", "1"),
        ("2.0", "2"),
        (4, "4"),
        ("1000", "1k"),
        ("1000M", "1G"),
        ("1024Mi", "1Gi"),
        ("0.5Gi", "512Mi"),
        ("1536Mi", "1536Mi"),
        ("1.5Gi", "1536Mi"),
        ("0.5Ki", "512"),
        ("0", "0"),
        ("-1.5", "-1500m"),
        ("100u", "100u"),
    ],
)
def test_one_amount_has_one_spelling(given, expected):
    assert canonical(given) == expected


@pytest.mark.parametrize("given", ["", "x", None, True, [], "1e3", "1Zi"])
def test_what_has_none_is_left_alone(given):
    assert canonical(given) is None
