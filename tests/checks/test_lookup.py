"""Which names are slips of others, and which were chosen."""

from __future__ import annotations

import pytest

from tritonfleet.checks.lookup import misspelt


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("kserve-tritonsever", "kserve-tritonserver"),
        ("trition", "triton"),
        ("chart", "charts"),
        ("detecter-v2", "detector-v2"),
        ("exmaple-main", "example-main"),
    ],
)
def test_a_slip_of_a_letter_or_two(name, other):
    assert misspelt(name, other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("bert-v1", "bert-v2"),
        ("triton25", "triton26"),
        ("team-a", "team-b"),
        ("models-dev", "models-prd"),
        ("bert", "bert-canary"),
        ("custom-kserve-tritonserver", "kserve-tritonserver"),
        ("example-main", "example-staging"),
        ("bert", "resnet"),
        ("bert", "bert"),
    ],
)
def test_names_that_somebody_chose(name, other):
    assert not misspelt(name, other)
