"""Open-loop load: requests start when they are due, whether or not earlier ones are answered."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

WORKERS = 48
"""Requests in flight at most: far above what a test asks for, so that none waits for another here."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that is due so many seconds after the beginning, to a server by its HTTP port.

    ``path`` is what follows ``/v2/models/<model>/``: ``infer`` or ``generate_stream``.
    """

    due: float
    port: int
    model: str
    body: Mapping[str, Any]
    path: str = "infer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: when it was sent and answered (seconds since 1970), and the server's words if refused."""

    model: str
    port: int
    sent: float
    ended: float
    error: str = ""

    @property
    def milliseconds(self) -> float:
        """From sending it to the last byte of the answer."""
        return (self.ended - self.sent) * 1000


def drive(requests: Iterable[Request]) -> list[Answer]:
    """Send them all when they are due, and wait for all the answers."""
    started = time.monotonic()
    answers: list[Future[Answer]] = []
    with ThreadPoolExecutor(WORKERS) as pool:
        for request in sorted(requests, key=lambda each: each.due):
            time.sleep(max(0.0, started + request.due - time.monotonic()))
            answers.append(pool.submit(_send, request))
        return [answer.result() for answer in answers]


def _send(request: Request) -> Answer:
    sent = time.time()
    parameters = {"sent_ms": int(sent * 1000)}
    body = (
        {**request.body, "parameters": parameters}
        if request.path == "infer"
        else {**request.body, **parameters}
    )
    connection = http.client.HTTPConnection("127.0.0.1", request.port, timeout=60)
    try:
        connection.request("POST", f"/v2/models/{request.model}/{request.path}", json.dumps(body))
        response = connection.getresponse()
        text = response.read().decode()
    finally:
        connection.close()
    error = "" if response.status == 200 else text
    return Answer(request.model, request.port, sent, time.time(), error)
