"""report.html as a reader sees it, in a real Chromium."""

from __future__ import annotations

import pytest

from picture import seen
from picture.fleet_maps import HOSTILE, big, example, hostile
from tritonfleet.picture.model import Slice

PHONE, DESKTOP, PAPER = 360, 1280, 718
WIDTHS = (PHONE, DESKTOP)


def occupants():
    for gpu in example().gpus:
        for item in gpu.slices:
            for who in item.occupants:
                yield item, who


@pytest.mark.parametrize("width", WIDTHS)
def test_every_pod_is_found_by_what_a_screen_reader_says(open_report, width):
    page = open_report(example(), width=width)
    for item, who in occupants():
        note = f", {who.note}" if who.note else ""
        what = f"{item.profile or 'whole GPU'}, {item.memory_gib:g} GiB, {item.resource}"
        name = f"{who.service} in {who.environment}, replica {who.replica}{note} · {what}"
        assert page.get_by_role("img", name=name).first.is_visible(), name


@pytest.mark.parametrize("width", WIDTHS)
def test_every_gpu_is_drawn_with_its_profiles_from_the_first_memory_slice_on(open_report, width):
    drawn = open_report(example(), width=width).evaluate(seen.PROFILES)
    assert drawn == [[getattr(part, "profile", "") for part in gpu.parts] for gpu in example().gpus]


@pytest.mark.parametrize("width", WIDTHS)
def test_slices_are_as_tall_as_their_part_of_the_memory(open_report, width):
    bars = open_report(example(), width=width).evaluate(seen.BARS)
    for gpu, bar in zip(example().gpus, bars, strict=True):
        unit = bar["height"] / gpu.memory_slices
        for part, box in zip(gpu.parts, bar["slices"], strict=True):
            assert box["height"] == pytest.approx(part.size * unit, abs=2)
            assert box["y"] == pytest.approx(bar["y"] + part.start * unit, abs=2)


@pytest.mark.parametrize("width", WIDTHS)
def test_sharers_of_a_slice_get_the_same_room(open_report, width):
    shared = [item for gpu in example().gpus for item in gpu.slices if item.places > 1]
    cells = open_report(example(), width=width).evaluate(seen.SHARERS)
    assert [len(boxes) for boxes in cells] == [item.places for item in shared]
    for boxes in cells:
        areas = [box["width"] * box["height"] for box in boxes]
        assert min(areas) == pytest.approx(max(areas), rel=0.15)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("selector", [".gpu", ".slice", ".cell", ".pool"])
def test_nothing_overlaps(open_report, width, selector):
    assert open_report(example(), width=width).evaluate(seen.OVERLAPS, selector) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("shown", [example, hostile], ids=["example", "hostile"])
def test_the_page_never_scrolls_sideways(open_report, width, shown):
    page = open_report(shown(), width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_no_written_name_is_cut_in_height(open_report, width):
    assert open_report(example(), width=width).evaluate(seen.CUT_NAMES) == []


def test_a_long_name_ends_in_an_ellipsis_and_is_whole_in_the_title(open_report):
    page = open_report(hostile(), width=PHONE)
    name = page.locator(".slice b", has_text=HOSTILE[2])
    assert (
        name.evaluate("e => e.scrollWidth > e.clientWidth && getComputedStyle(e).textOverflow") == "ellipsis"
    )
    assert HOSTILE[2] in name.evaluate("e => e.closest('.slice').title")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_what_is_behind_it(open_report, scheme):
    assert open_report(example(), scheme=scheme).evaluate(seen.LOW_CONTRAST) == []


def test_every_ink_carries_its_text(open_report):
    assert open_report(big(12, 2)).evaluate(seen.LOW_CONTRAST) == []


def test_dark_is_dark(open_report):
    assert open_report(example(), scheme="dark").evaluate(seen.PAGE_LUMINANCE) < 0.05


def test_paper_is_white_even_for_a_reader_in_the_dark(open_report):
    page = open_report(example(), scheme="dark", width=PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(seen.PAGE_LUMINANCE) == 1
    assert page.evaluate(seen.LOW_CONTRAST) == []


def test_on_paper_nothing_is_cut_by_the_edge_or_by_a_page_break(open_report):
    page = open_report(example(), width=PAPER)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    assert set(page.locator(".gpu, tbody tr").evaluate_all(seen.BREAK_INSIDE)) == {"avoid"}
    assert page.evaluate(seen.CUT_NAMES) == []
    assert page.pdf(format="A4", print_background=True).startswith(b"%PDF")


def test_nothing_is_asked_of_the_network(open_report, requested):
    open_report(hostile())
    assert requested == []


def test_text_that_looks_like_code_is_shown_as_text(open_report):
    page = open_report(hostile())
    assert page.title() == "example · GPU map"
    assert page.locator("h1").all_inner_texts() == ["example"]
    assert page.locator("script, img").count() == 0
    for name in HOSTILE:
        assert page.get_by_role("rowheader", name=name).first.is_visible()
        assert page.get_by_role("img", name=name).first.is_visible()


def test_picking_a_service_fades_the_others_and_shortens_the_table(open_report):
    page = open_report(example())
    page.get_by_role("checkbox", name="vision").check(force=True)
    assert page.evaluate(seen.FADED_SERVICES) == sorted({w.service for _, w in occupants()} - {"vision"})
    assert page.locator("tbody tr:visible").count() == 2


def test_touching_a_place_shows_all_there_is_to_know(open_report):
    page = open_report(example(), width=PHONE)
    place = page.get_by_role("img", name="ranking in staging, replica 0").first
    place.click()
    assert "nvidia.com/mig-7g.80gb" in place.evaluate(
        "e => getComputedStyle(e, '::after').content && e.title"
    )
    assert place.evaluate("e => getComputedStyle(e, '::after').position") == "fixed"


def test_demand_without_a_place_comes_before_every_gpu(open_report):
    page = open_report(example())
    heading = page.get_by_role("heading", name="2 pods cannot be placed")
    assert heading.bounding_box()["y"] < page.locator(".gpu").first.bounding_box()["y"]


def test_five_hundred_gpus_of_five_kinds_are_five_cards(open_report):
    page = open_report(big(500, 5))
    assert page.locator(".gpu-head b").all_inner_texts() == ["100 GPUs"] * 5
    page.get_by_text("which 100").first.click()
    assert page.get_by_text("node-000: GPU 0, 5", exact=True).is_visible()


def test_gaps_are_drawn_and_named(open_report):
    page = open_report(example())
    gaps = [p for gpu in example().gpus for p in gpu.parts if not isinstance(p, Slice)]
    assert page.get_by_role("img", name="that no instance covers").count() == len(gaps)
