"""A real tritonserver on loopback, for tests."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tritonfleet.tools import tritonserver
from tritonfleet.tools.tritonserver import TritonServer

START_SECONDS = 120
STOP_SECONDS = 20
POLL_SECONDS = 0.05


class Server:
    """Runs a server on a model repository while the ``with`` block runs; its log is in ``log_file``.

    Models that cannot be loaded do not stop it: ``verdicts`` tells which they are. ``installation``: another one than
    that which ``tritonfleet tools install tritonserver`` made.
    """

    def __init__(
        self, repository: Path, log_file: Path, *flags: str, installation: TritonServer | None = None
    ) -> None:
        self.log_file = log_file
        self.http_port, self.grpc_port, self.metrics_port = _free_ports(3)
        self._server = installation or tritonserver.find()
        self._command = self._server.command(
            f"--model-repository={repository}",
            f"--http-port={self.http_port}",
            f"--grpc-port={self.grpc_port}",
            f"--metrics-port={self.metrics_port}",
            *(f"--{name}-address=127.0.0.1" for name in ("http", "grpc", "metrics")),
            "--exit-on-error=false",
            "--exit-timeout-secs=1",
            "--allow-gpu-metrics=false",
            *flags,
        )

    def __enter__(self) -> Self:
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._server.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            self._wait_until_live()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def ready(self) -> bool:
        """Whether the server and all its models are ready."""
        return self._status("/v2/health/ready") == 200

    def verdicts(self) -> dict[str, bool]:
        """Which models were loaded (True) and which were refused, by name."""
        loaded: dict[str, bool] = {}
        for entry in self.post("/v2/repository/index", {}):
            loaded[entry["name"]] = loaded.get(entry["name"], False) or entry.get("state") == "READY"
        return loaded

    def post(self, path: str, body: Any) -> Any:
        """The JSON answer to a JSON request."""
        request = urllib.request.Request(self._url(path), json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)

    def metrics(self) -> str:
        """What the server exposes to Prometheus now. The endpoint opens last, so this waits for it."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=10
                ) as answer:
                    return str(answer.read().decode())
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL_SECONDS)

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http_port}{path}"

    def _status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(self._url(path), timeout=5) as response:
                return int(response.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return 0

    def _wait_until_live(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self._status("/v2/health/live") != 200:
            if self._process.poll() is not None:
                raise RuntimeError(f"tritonserver ended with {self._process.returncode}:\n{self.log[-3000:]}")
            if time.monotonic() > deadline:
                raise TimeoutError(f"tritonserver is not live after {START_SECONDS} s:\n{self.log[-3000:]}")
            time.sleep(POLL_SECONDS)

    def _stop(self) -> None:
        """Ask, then force: the session holds the server and the processes of its Python models."""
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(opened.getsockname()[1]) for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
