"""The script of the `helm test` Pod, run against a small server that speaks the inference protocol."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from chart_leaves import examples
from chart_rendering import CHARTS, Helm


class Triton(HTTPServer):
    """Answers ready after ``not_ready`` refusals, and inference with ``answer``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.not_ready = 0
        self.answer: tuple[int, Any] = (
            200,
            {"outputs": [{"name": "OUT", "datatype": "FP32", "shape": [1, 2]}]},
        )
        self.requests: list[tuple[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    server: Triton

    def do_GET(self) -> None:
        self.server.not_ready -= 1
        self.reply(503 if self.server.not_ready >= 0 else 200, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, body))
        self.reply(*self.server.answer)

    def reply(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Keep the test output quiet."""


@pytest.fixture
def triton() -> Iterator[Triton]:
    server = Triton()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def container(helm: Helm) -> dict[str, Any]:
    values = examples(CHARTS / "triton")["configmap"]
    return helm.render(values).named("Pod", "-test")["spec"]["containers"][0]


def run(container: dict[str, Any], triton: Triton, **changed: str) -> subprocess.CompletedProcess[str]:
    assert container["command"] == ["python3", "-c"]
    env = {entry["name"]: entry["value"] for entry in container["env"]}
    env |= {"SERVER": f"http://127.0.0.1:{triton.server_port}", **changed}
    return subprocess.run(
        [sys.executable, "-c", *container["args"]], env=env, capture_output=True, text=True, check=False
    )


def test_infers_with_the_given_tensors(container: dict[str, Any], triton: Triton) -> None:
    done = run(container, triton)
    assert (done.returncode, done.stdout) == (0, "ready\ndouble OUT FP32 [1, 2]\n")
    assert triton.requests == [
        (
            "/v2/models/double/infer",
            {"inputs": [{"name": "IN", "datatype": "FP32", "shape": [1, 2], "data": [1.5, 1000000]}]},
        )
    ]


def test_waits_until_the_server_is_ready(container: dict[str, Any], triton: Triton) -> None:
    triton.not_ready = 1
    assert run(container, triton, TIMEOUT_SECONDS="5").returncode == 0


def test_gives_up_with_the_reason(container: dict[str, Any], triton: Triton) -> None:
    triton.not_ready = 1000
    done = run(container, triton, TIMEOUT_SECONDS="0.01")
    assert (done.returncode, "is not ready after" in done.stderr) == (1, True)


def test_a_refused_request_is_a_failure_with_the_answer(container: dict[str, Any], triton: Triton) -> None:
    triton.answer = (400, {"error": "unexpected shape"})
    done = run(container, triton)
    assert (done.returncode, "double answered 400" in done.stderr, "unexpected shape" in done.stderr) == (
        1,
        True,
        True,
    )


def test_an_answer_without_outputs_is_a_failure(container: dict[str, Any], triton: Triton) -> None:
    triton.answer = (200, {})
    assert run(container, triton).returncode == 1


def test_without_a_model_it_only_waits(container: dict[str, Any], triton: Triton) -> None:
    done = run(container, triton, MODEL="", REQUEST="")
    assert (done.returncode, done.stdout, triton.requests) == (0, "ready\n", [])


def test_the_address_is_the_service(container: dict[str, Any]) -> None:
    env = {entry["name"]: entry["value"] for entry in container["env"]}
    assert env["SERVER"] == "http://demo-triton.ml.svc:8000"
