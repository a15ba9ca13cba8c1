"""A real Prometheus on loopback with an hour of samples that tests wrote, so that answers are known."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tritonfleet.tools import find

END = 1_767_232_800
"""2026-01-01T02:00:00Z; samples go back an hour from here."""
STEP = 15
MOMENTS = range(END - 3600, END + 1, STEP)

Labels = Mapping[str, str]
Series = Mapping[str, tuple[str, list[tuple[Labels, Callable[[int], float]]]]]
"""Family → its type and its series: labels, and a value for each number of seconds since the first sample."""


def openmetrics(families: Series) -> str:
    """The samples as promtool reads them."""
    lines: list[str] = []
    for name, (kind, series) in families.items():
        # "unknown", whatever it is: the names of Triton's counters do not end as OpenMetrics wants.
        lines.append(f"# TYPE {name} {kind}")
        for labels, value in series:
            inside = ",".join(f'{key}="{text}"' for key, text in labels.items())
            lines.extend(f"{name}{{{inside}}} {value(at - MOMENTS[0])!r} {at}" for at in MOMENTS)
    return "\n".join([*lines, "# EOF", ""])


@contextmanager
def prometheus(families: Series, folder: Path) -> Iterator[str]:
    """The address of a Prometheus that has these samples."""
    samples, data = folder / "samples.txt", folder / "data"
    samples.write_text(openmetrics(families), encoding="utf-8")
    made = [str(find("promtool")), "tsdb", "create-blocks-from", "openmetrics", str(samples), str(data)]
    subprocess.run(made, check=True, capture_output=True)
    (folder / "prometheus.yml").write_text("scrape_configs: []\n", encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    options = {
        "config.file": folder / "prometheus.yml",
        "storage.tsdb.path": data,
        "storage.tsdb.retention.time": "100y",
        "web.listen-address": address,
        "log.level": "error",
    }
    command = [str(find("prometheus")), *(f"--{name}={value}" for name, value in options.items())]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait(f"http://{address}/-/ready", process)
            yield f"http://{address}"
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    opener, until = build_opener(ProxyHandler({})), time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            with opener.open(address, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise AssertionError("Prometheus did not start; see its log")
