"""Requests sent at given times, whatever becomes of those before: an open loop, as independent clients are."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

BODY = json.dumps({"inputs": [{"name": "X", "datatype": "FP32", "shape": [1, 1], "data": [0.0]}]}).encode()
TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Sent:
    """One request: when it was sent and when its batch began, in seconds of the monotonic clock; the batch's size."""

    at: float
    began: float
    batch: int


def send(url: str, times: Sequence[float]) -> list[Sent]:
    """Send a request at each of the times (seconds from now). aiohttp's errors go through."""
    return asyncio.run(_send(url, times))


async def _send(url: str, times: Sequence[float]) -> list[Sent]:
    limits = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(connector=limits, timeout=timeout) as session:
        start = time.monotonic() + 0.1
        return await asyncio.gather(*(_one(session, url, start + at) for at in times))


async def _one(session: aiohttp.ClientSession, url: str, at: float) -> Sent:
    if (pause := at - time.monotonic()) > 0:
        await asyncio.sleep(pause)
    sent = time.monotonic()
    async with session.post(url, data=BODY) as response:
        response.raise_for_status()
        answer = json.loads(await response.read())
    began, batch = answer["outputs"][0]["data"]
    return Sent(sent, began / 1e9, int(batch))
