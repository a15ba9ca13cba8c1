"""Instances on the command line: how many of which profile, or what to write instead."""

from __future__ import annotations

import pytest

from support.cli import tritonfleet


@pytest.mark.parametrize("text", ["", ":3", "1g.10gb:0", "1g.10gb:-1", "2x1g.10gb:2"])
def test_a_number_of_instances_is_one_or_more(tmp_path, text):
    result = tritonfleet("gpu", "fit", "A100-80GB", text, cwd=tmp_path)
    assert result.code == 2
    assert "write 1g.10gb, 1g.10gb:7 or 7x1g.10gb" in result.err


def test_nothing_times_a_profile_fits_nowhere(tmp_path):
    result = tritonfleet("gpu", "fit", "A100-80GB", "0x1g.10gb", cwd=tmp_path)
    assert result.code == 1
    assert "0x1g.10gb is not how a MIG profile is written" in result.out
