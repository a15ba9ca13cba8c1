"""A real Prometheus that scrapes a page of text as an endpoint of a monitor says, and the series it then has."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tritonfleet import yamlio
from tritonfleet.tools import find

Labels = dict[str, str]
_PATIENCE = 60


def scraped(endpoint: Mapping[str, Any], target: Labels, page: str, folder: Path) -> list[Labels]:
    """The labels of every series of ``page`` after one scrape by ``endpoint`` of a target with these labels."""
    with _serving(page) as port, _prometheus(_configuration(endpoint, target, port), folder) as address:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            found = _series(address)
            if found:
                return found
            time.sleep(0.2)
    raise AssertionError("Prometheus has no series of the page")


def _configuration(endpoint: Mapping[str, Any], target: Labels, port: int) -> dict[str, Any]:
    """What Prometheus Operator makes of an endpoint, with a static target in place of what it discovers."""
    scrape = {
        "job_name": "monitor",
        "honor_labels": endpoint.get("honorLabels", False),
        "scrape_interval": "1s",
        "scrape_timeout": "1s",
        "static_configs": [{"targets": [f"127.0.0.1:{port}"], "labels": target}],
        "relabel_configs": [_step(step) for step in endpoint.get("relabelings", [])],
        "metric_relabel_configs": [_step(step) for step in endpoint.get("metricRelabelings", [])],
    }
    return {"scrape_configs": [scrape]}


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {re.sub(r"[A-Z]", lambda match: f"_{match[0].lower()}", key): value for key, value in step.items()}


@contextmanager
def _serving(page: str) -> Iterator[int]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _prometheus(configuration: dict[str, Any], folder: Path) -> Iterator[str]:
    file = folder / "prometheus.yaml"
    file.write_text(yamlio.dump(configuration))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [
        str(find("prometheus")),
        f"--config.file={file}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={address}",
        "--log.level=error",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def _series(address: str) -> list[Labels]:
    """Series of the page, none before the first scrape, or before Prometheus answers."""
    try:
        with urllib.request.urlopen(
            f"{address}/api/v1/series?match[]=%7B__name__=~%22DCGM_.*%22%7D", timeout=5
        ) as answer:
            found: list[Labels] = json.load(answer)["data"]
            return found
    except OSError:
        return []
