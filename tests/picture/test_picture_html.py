"""report.html as a file: small, the same every time, and whole for odd maps."""

from __future__ import annotations

import pytest

from picture.fleet_maps import big, example, fleet_of, hostile
from tritonfleet.picture.html import render_html
from tritonfleet.picture.model import FleetMap, Node, Pool


def test_the_same_map_gives_the_same_bytes():
    assert render_html(example()) == render_html(example())


def test_it_needs_no_script_and_no_other_file():
    html = render_html(hostile())
    assert "<script" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert " src=" not in html.replace("img src=x", "")


def test_five_hundred_gpus_that_all_differ_stay_below_three_megabytes():
    assert len(render_html(big(500, 500)).encode()) < 3_000_000


@pytest.mark.parametrize(
    "shown",
    [
        FleetMap("empty", (), ()),
        fleet_of(),
        fleet_of(Pool("cold", "NVIDIA-L4", "whole GPUs", (), {})),
        fleet_of(Pool("cold", "NVIDIA-L4", "whole GPUs", (Node("a", ()),), {})),
    ],
    ids=["no cluster", "no pool", "no node", "no GPU"],
)
def test_an_empty_fleet_is_still_a_page(shown):
    assert render_html(shown).rstrip().endswith("</html>")
