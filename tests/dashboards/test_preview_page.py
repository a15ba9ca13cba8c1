"""The page of a preview in a browser: laid out as in Grafana, readable, and complete without a network."""

from __future__ import annotations

import shutil

import pytest
from dashboard_parts import panels

from tritonfleet.dashboards import dashboard
from tritonfleet.dashboards.preview import Prometheus, Wanted, preview
from tritonfleet.dashboards.preview.page import page

pytestmark = pytest.mark.prometheus
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BOXES = """() => [...document.querySelectorAll('figure')].map(e => {
  const {x, y, width, height} = e.getBoundingClientRect(); return {x, y, width, height}; })"""
UNLOADED = "() => [...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.alt)"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def opened(address, hour, tmp_path_factory):
    """The page of the fleet in a browser that reaches nothing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on PATH: scripts/ensure-chromium.sh gets one")
    from playwright.sync_api import sync_playwright

    shown = list(preview([dashboard("triton-fleet")], Prometheus(address), Wanted(hour, {})))
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(page(shown, address), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        tab = browser.new_page(viewport={"width": 1500, "height": 900})
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(file.as_uri())
        for image in tab.locator("img").all():
            image.scroll_into_view_if_needed()
        yield tab, asked
        browser.close()


def test_it_asks_for_nothing_but_itself(opened):
    tab, asked = opened
    assert {url for url in asked if not url.startswith("data:")} == {tab.url}


def test_every_picture_is_there(opened):
    tab, _ = opened
    assert tab.evaluate(UNLOADED) == []
    assert tab.locator("img").count() == len(panels(dashboard("triton-fleet").data))


def test_panels_do_not_overlap(opened):
    boxes = opened[0].evaluate(BOXES)
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            assert beside or below


@pytest.mark.parametrize("width", [1500, 1000, 400])
def test_nothing_is_wider_than_the_screen(opened, width):
    tab, _ = opened
    tab.set_viewport_size({"width": width, "height": 900})
    assert tab.evaluate(WIDER) <= 0


def test_panels_say_their_unit_as_people_do(opened):
    assert opened[0].locator("figcaption", has_text="Latency, mean").inner_text() == "Latency, mean ms"


def test_each_panel_tells_what_was_asked(opened):
    tab, _ = opened
    figure = tab.locator("figure", has=tab.locator("figcaption", has_text="Pods not scraped"))
    figure.locator("summary").click()
    assert "1 - up{" in figure.locator("code").inner_text()
