"""Whatever answers where a Prometheus should be: one line, exit code 2, never a traceback."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from support.cli import tritonfleet

NO_PROMETHEUS = "what answers there is no Prometheus"
ANSWERS = {
    "html": (200, "<html>sign in</html>", NO_PROMETHEUS),
    "half-an-answer": (200, '{"status":"success","data":{"resultType":"vec', NO_PROMETHEUS),
    "a-list": (200, "[]", NO_PROMETHEUS),
    "data-of-another-kind": (200, json.dumps({"status": "success", "data": 5}), NO_PROMETHEUS),
    "result-of-another-kind": (200, json.dumps({"status": "success", "data": ["a"]}), NO_PROMETHEUS),
    "unauthorized": (401, "who are you", "401 Unauthorized"),
    "failure": (500, "boom", "500 Internal Server Error"),
    "refusal": (400, json.dumps({"status": "error", "error": "too many series"}), "too many series"),
}


class _Answers(BaseHTTPRequestHandler):
    """Answers every request with what the first part of its path names."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        code, body, _ = ANSWERS[self.path.split("/")[1]]
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def log_message(self, format: str, *arguments: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_preview_of_what_is_no_prometheus_is_one_line(server, tmp_path, answer):
    ran = tritonfleet(
        "dashboards", "preview", "triton-fleet", "--prometheus", f"{server}/{answer}", cwd=tmp_path
    )
    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith(f"tritonfleet: cannot ask Prometheus at {server}/{answer}: ")
    assert ANSWERS[answer][2] in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", ["html", "half-an-answer", "unauthorized", "failure"])
def test_a_comparison_with_what_is_no_exporter_is_one_line(server, tmp_path, answer):
    ran = tritonfleet("metrics", "compare", f"{server}/{answer}", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"{server}/{answer}" in ran.err
