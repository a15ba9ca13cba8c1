"""The load on the live service, of which everything that its numbers should be is known beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from live.model_code import RAISES
from support.load import Request

SECONDS = 24
GROUP = 4
"""Requests to `grouped` and `impatient` that are sent at once."""
TEXT = {"inputs": [{"name": "TEXT", "shape": [1, 1], "datatype": "BYTES", "data": ["one two two"]}]}


def requests(ports: Sequence[int]) -> Iterator[Request]:
    """All requests, evenly in time, to the servers in turn."""
    yield from _every(1 / 12, ports, "steady", value(0.0, 0.0))
    yield from _every(1 / 2, ports, "slow", value(0.0))
    yield from _every(1 / 4, ports, "text_pipeline", TEXT)
    yield from _every(1 / 2, ports, "stream", {"VALUE": 0.0}, path="generate_stream")
    for number in range(3):
        yield from _every(1 / 2, ports, "cached", value(float(number)), after=number / 7)
        yield from _every(1.0, ports, "faulty", value(RAISES if number == 0 else 0.0), after=number / 5)
    for number in range(GROUP):
        yield from _every(1.0, ports, "grouped", value(float(number)))
        yield from _every(2.0, ports, "impatient", value(float(number)), after=0.5)


def value(*values: float) -> Mapping[str, Any]:
    """A request of one inference for each value."""
    return {"inputs": [{"name": "VALUE", "shape": [len(values), 1], "datatype": "FP32", "data": values}]}


def _every(
    seconds: float,
    ports: Sequence[int],
    model: str,
    body: Mapping[str, Any],
    *,
    after: float = 0.0,
    path: str = "infer",
) -> Iterator[Request]:
    for number in range(round(SECONDS / seconds)):
        yield Request(after + number * seconds, ports[number % len(ports)], model, body, path)
