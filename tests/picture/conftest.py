"""A real Chromium without network, and the page it shows of a map."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tritonfleet.picture.html import render_html
from tritonfleet.picture.model import FleetMap

ADDRESS = "http://report.invalid/"
NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OpenReport = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on PATH: scripts/ensure-chromium.sh gets one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found)
        yield started
        started.close()


@pytest.fixture
def requested() -> list[str]:
    """What reports asked for besides themselves."""
    return []


@pytest.fixture
def open_report(browser: Browser, requested: list[str]) -> Iterator[OpenReport]:
    """Opens the report of a map, with nothing else to be had."""
    pages: list[Page] = []

    def opened(shown: FleetMap, *, width: int = 1280, scheme: str = "light") -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pages.append(page)
        page.set_default_timeout(10_000)
        html = render_html(shown)

        def answer(route: Route) -> None:
            if route.request.url == ADDRESS:
                headers = {"Content-Security-Policy": NOTHING_FROM_OUTSIDE}
                route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
            else:
                requested.append(route.request.url)
                route.abort()

        page.route("**/*", answer)
        page.goto(ADDRESS)
        return page

    yield opened
    for page in pages:
        page.close()
