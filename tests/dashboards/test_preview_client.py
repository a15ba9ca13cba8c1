"""Asking a Prometheus: what it answers, what it refuses, and what is none."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from dashboard_backfill import END

from tritonfleet.dashboards.preview import Prometheus, Range
from tritonfleet.dashboards.preview.answers import Answer
from tritonfleet.dashboards.preview.client import Refused
from tritonfleet.dashboards.preview.emptiness import Reasons
from tritonfleet.dashboards.preview.panels import Target
from tritonfleet.errors import InputError

HOUR = Range(END - 3300, END)


@pytest.mark.prometheus
def test_values_lie_a_step_apart(address):
    tracks = Prometheus(address).over('up{job="vision"}', HOUR, 300)
    assert len(tracks) == 2
    assert all(list(track.values) == [END - 3300 + 300 * n for n in range(12)] for track in tracks)


@pytest.mark.prometheus
def test_what_is_no_number_is_no_value(address):
    assert Prometheus(address).at("0 * vector(NaN)", END) == []


@pytest.mark.prometheus
def test_a_scalar_is_one_series(address):
    assert [track.last for track in Prometheus(address).at("scalar(sum(up))", END)] == [4.0]


@pytest.mark.prometheus
def test_labels_values_are_those_of_the_chosen_series(address):
    assert Prometheus(address).label_values("model", 'nv_inference_count{job="speech"}', HOUR) == ["asr"]


@pytest.mark.prometheus
def test_a_refused_question_is_told_in_prometheus_own_words(address):
    with pytest.raises(Refused, match="parse error"):
        Prometheus(address).at("sum(", END)


def test_a_refusal_is_the_reason_why_a_panel_is_empty():
    answer = Answer(Target("A", "sum(", "", instant=True, changes={}), "sum(", problem="parse error")
    reasons = Reasons(Prometheus("http://127.0.0.1:1"), HOUR)
    assert reasons.why(answer) == ["Prometheus refused it: parse error"]


class _Page(BaseHTTPRequestHandler):
    """Answers every request with a web page."""

    code = 200

    def do_GET(self):
        self.send_response(self.code)
        self.end_headers()
        self.wfile.write(b"<html>Sign in</html>")

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture(params=[200, 401])
def web_server(request) -> Iterator[tuple[str, int]]:
    handler = type("Handler", (_Page,), {"code": request.param})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", request.param
        server.shutdown()


def test_what_is_no_prometheus_is_told_so(web_server):
    address, code = web_server
    said = "401 Unauthorized" if code == 401 else "what answers there is no Prometheus"
    with pytest.raises(InputError, match=f"cannot ask Prometheus at {address}: {said}"):
        Prometheus(address).at("up", END)
