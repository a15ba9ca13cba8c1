"""A real Prometheus on loopback, for tests: what it scrapes, its rules, and its answers."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

from tritonfleet import yamlio
from tritonfleet.dashboards.preview import Prometheus as Client
from tritonfleet.tools import find

START_SECONDS = STOP_SECONDS = 60
POLL_SECONDS = 0.05
NO_PROXY = build_opener(ProxyHandler({}))

Settings = dict[str, Any]
Found = TypeVar("Found")


class Prometheus:
    """Runs a Prometheus while the ``with`` block runs; its folder has its ``data`` and its ``log``.

    ``scrapes`` are entries of ``scrape_configs``, ``groups`` are groups of rules. Everything is scraped and evaluated
    every second, unless it says otherwise. Raises AssertionError with promtool's words for a configuration that it
    does not accept.
    """

    def __init__(
        self, folder: Path, scrapes: Sequence[Settings] = (), groups: Sequence[Settings] = ()
    ) -> None:
        self._folder = folder
        self._write(scrapes, groups)
        self.address = f"http://{_free_address()}"
        self.client = Client(self.address)

    def __enter__(self) -> Self:
        options = {
            "config.file": self._folder / "prometheus.yml",
            "storage.tsdb.path": self._folder / "data",
            "storage.tsdb.retention.time": "100y",
            "web.listen-address": self.address.removeprefix("http://"),
            "log.level": "error",
            "scrape.discovery-reload-interval": "100ms",  # not 5 s until the first scrape
        }
        command = [str(find("prometheus")), *(f"--{name}={value}" for name, value in options.items())]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            wait_for("Prometheus to be ready", self._ready)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def one(self, expression: str, at: float | None = None) -> float | None:
        """The value at a moment (now, without one); None for an empty answer or no number.

        Raises AssertionError for more than one element.
        """
        tracks = self.client.at(expression, time.time() if at is None else at)
        assert len(tracks) <= 1, f"{len(tracks)} elements: {expression}"
        return tracks[0].last if tracks else None

    def rules(self) -> list[Settings]:
        """All rules, with their health and their last error."""
        return [rule for group in self._get("rules")["groups"] for rule in group["rules"]]

    def series(self, match: str, start: float, end: float) -> list[dict[str, str]]:
        """The labels of the series that a selector chooses."""
        found: list[dict[str, str]] = self._get("series", **{"match[]": match, "start": start, "end": end})
        return found

    def _get(self, path: str, **given: Any) -> Any:
        with NO_PROXY.open(f"{self.address}/api/v1/{path}?{urlencode(given)}", timeout=30) as answer:
            return json.load(answer)["data"]

    def _write(self, scrapes: Sequence[Settings], groups: Sequence[Settings]) -> None:
        often = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
        config = {"global": often, "rule_files": ["rules.yml"], "scrape_configs": list(scrapes)}
        (self._folder / "rules.yml").write_text(yamlio.dump({"groups": list(groups)}), encoding="utf-8")
        file = self._folder / "prometheus.yml"
        file.write_text(yamlio.dump(config), encoding="utf-8")
        command = [str(find("promtool")), "check", "config", str(file)]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr

    def _ready(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"Prometheus ended:\n{(self._folder / 'log').read_text()[-3000:]}")
        try:
            with NO_PROXY.open(f"{self.address}/-/ready", timeout=2):
                return True
        except OSError:
            return False

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def wait_for(what: str, ask: Callable[[], Found | None], seconds: float = START_SECONDS) -> Found:
    """The first answer that is not empty. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(POLL_SECONDS)
    return found


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"127.0.0.1:{free.getsockname()[1]}"
