"""``python -m live``: make the run, draw the dashboards from it, and show the page as a picture, for people to look at.

Writes a page for each dashboard to ``build/live``, and a PNG of it where there is a Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from live.recording import record
from support.prometheus import Prometheus
from tritonfleet.dashboards import shipped
from tritonfleet.dashboards.preview import Range, Wanted, preview
from tritonfleet.dashboards.preview.page import page

OUTPUT = Path("build") / "live"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Record and draw."""
    with tempfile.TemporaryDirectory(prefix="tritonfleet-live-") as place:
        found = record(Path(place))
        over = Path(place) / "over"
        shutil.copytree(Path(place) / "prometheus" / "data", over / "data")
        OUTPUT.mkdir(parents=True, exist_ok=True)
        with Prometheus(over) as prometheus:
            wanted = Wanted(Range(found.idle, found.busy, 1.0), {})
            for board in shipped():
                drawn = list(preview([board], prometheus.client, wanted))
                file = OUTPUT / f"{board.name}.html"
                file.write_text(page(drawn, prometheus.address), encoding="utf-8")
                _photograph(file)
                sys.stdout.write(f"{file}\n")


def _photograph(file: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser)
        tab = started.new_page(viewport={"width": 1500, "height": 900})
        tab.goto(file.resolve().as_uri())
        tab.screenshot(path=file.with_suffix(".png"), full_page=True)
        started.close()


if __name__ == "__main__":
    main()
