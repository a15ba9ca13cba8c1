"""The map in a terminal: to scale, within its width, and readable without colour."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from picture.fleet_maps import a100, big, example, fleet_of, hostile, mig, pod, row
from tritonfleet.picture.model import Node, Pool
from tritonfleet.picture.terminal import render_map


def plain(shown, width=100):
    return render_map(shown, width, colour=False).plain


def drawn(*slices, width=109):
    """The two lines of one A100: profiles, and who sits there."""
    pool = Pool("a100", "NVIDIA-A100-SXM4-80GB", "MIG mixed", (Node("n", (a100(0, *slices),)),), {})
    lines = plain(fleet_of(pool, services=(row("vision"), row("vision", "staging"))), width).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  GPU 0"))
    return lines[at], lines[at + 1]


def test_a_block_is_as_wide_as_its_part_of_the_memory():
    upper, lower = drawn(mig("1g.10gb", 0), mig("2g.20gb", 2), mig("3g.40gb", 4))
    unit = (109 - 13) // 8
    starts = [match.start() - 12 for match in re.finditer("[┌┬┐]", upper)]
    assert starts == [0, unit, 2 * unit, 4 * unit, 8 * unit]
    assert [match.start() - 12 for match in re.finditer("│", lower)] == starts


def test_a_name_shrinks_to_its_letter_where_there_is_no_room():
    slices = (mig("1g.10gb", 0, pod("vision", 3)), mig("3g.40gb", 4, pod("vision", 4, "staging")))
    assert "│vision/p #3│" in drawn(*slices)[1]
    assert "│vision/staging #4 " in drawn(*slices)[1]
    assert "│A/p #3│" in drawn(*slices, width=72)[1]


def test_sharers_get_a_place_each_or_are_counted():
    pods = (pod("vision"), pod("vision", 1, "staging"))
    assert "│A/p #0╎A/s #1╎free░░╎free░░" in drawn(mig("2g.20gb", 0, *pods, sharers=4), width=125)[1]
    assert "│1A/p 1A/s 2░│" in drawn(mig("1g.10gb", 0, *pods, sharers=4), width=120)[1]
    assert "│2A 2░" in drawn(mig("1g.10gb", 0, *pods, sharers=4), width=80)[1]


def test_free_reserved_and_uncovered_memory_differ_without_colour():
    lower = drawn(mig("2g.20gb", 0), mig("2g.20gb", 2, reserved="surge"), width=125)[1]
    assert "│free░░" in lower
    assert "│surge▒▒" in lower
    assert "│40 GiB not covered··" in lower


def test_the_legend_explains_every_letter():
    text = plain(example())
    legend = text.rstrip().rsplit("\n\n", 1)[-1]
    for entry in ("A llm", "H vision", "/p prod", "/s staging", "░ free"):
        assert entry in legend


def test_demand_without_a_place_comes_first_with_what_would_help():
    text = plain(example(), 200)
    assert text.index("no place for 2 × llm-large/prod") < text.index("eu-1/a100")
    assert "would fit with: one node with 8 GPUs" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("shown", [example, hostile, lambda: big(500, 5)], ids=["example", "hostile", "big"])
def test_no_line_is_wider_than_asked(shown, width):
    assert max(cell_len(line) for line in plain(shown(), width).splitlines()) <= width


def test_without_colour_there_is_no_style():
    assert render_map(example(), colour=False).spans == []


def test_with_colour_a_service_has_the_colour_of_the_page():
    text = render_map(example())
    at = text.plain.index("ranking/prod #0")
    assert [str(span.style) for span in text.spans if span.start == at] == ["#14171c on #eedd88"]


def test_text_cannot_steer_the_terminal():
    slices = (mig("7g.80gb", 0, pod("a\x1b[31m\nb")),)
    text = plain(fleet_of(Pool("p", "NVIDIA-A100", "MIG\x07", (Node("n", (a100(0, *slices),)),), {})))
    assert "\x1b" not in text
    assert "a�[31m�b/prod #0" in text


def test_five_hundred_gpus_of_five_kinds_are_five_bars():
    assert plain(big(500, 5)).count("  100 GPUs") == 5
