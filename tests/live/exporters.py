"""What the exporters around Triton would write: dcgm-exporter, KEDA, kube-state-metrics, KServe, Knative.

None of them runs here: they need GPUs or a cluster. These are samples with the names, types and labels that the
catalogue has from their sources (a test compares), in round numbers, answered on loopback for a real Prometheus to
scrape. What Triton writes comes from a real Triton instead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from live.samples import Labels, Value, samples
from tritonfleet.metrics import Kind, exporters

SHARES = {"0.01": 0.5, "0.025": 0.9, "0.1": 1.0, "+Inf": 1.0}
"""Of requests, up to so many seconds."""


def exposition(exporter: str, seconds: float) -> str:
    """What the exporter answers so many seconds after it was first asked."""
    known, lines = exporters()[exporter].metrics, list[str]()
    for name, labels, value in samples()[exporter]:
        kind = known[name].kind
        if (declared := f"# TYPE {name} {kind.value}") not in lines:
            lines.append(declared)
        now = _at(value, seconds, grows=kind in (Kind.COUNTER, Kind.HISTOGRAM))
        parts = _parts(now) if kind is Kind.HISTOGRAM else [("", {}, now)]
        lines += [f"{name}{part}{{{_inside({**labels, **more})}}} {number}" for part, more, number in parts]
    return "\n".join([*lines, ""])


def _at(value: Value, seconds: float, *, grows: bool) -> float:
    if callable(value):
        return value(seconds)
    return value * seconds if grows else value


def _parts(count: float) -> list[tuple[str, Labels, float]]:
    """A histogram of so many requests, as parts of its name, of its labels, and values."""
    buckets = [("_bucket", {"le": le}, share * count) for le, share in SHARES.items()]
    return [*buckets, ("_sum", {}, 0.012 * count), ("_count", {}, count)]


def _inside(labels: Labels) -> str:
    return ",".join(f'{key}="{text}"' for key, text in labels.items())


@contextmanager
def answering() -> Iterator[str]:
    """The address at which each exporter answers below ``/<name>``."""
    asked: list[float] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(time.monotonic())
            body = exposition(self.path.strip("/"), asked[-1] - asked[0]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
