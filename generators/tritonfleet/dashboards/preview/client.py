"""Asking a Prometheus by its HTTP API (prometheus/prometheus:docs/querying/api.md)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tritonfleet.dashboards.preview.timing import Range
from tritonfleet.errors import InputError

T = TypeVar("T")

_ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
_SECRET = re.compile(r"//[^/@]*@")
_SECONDS = 30


class Refused(Exception):
    """Prometheus read the question and could not answer it: its own words."""


@dataclass(frozen=True, slots=True)
class Track:
    """A series: its labels, and its values by the second they are of. Values that are no number are left out."""

    labels: Mapping[str, str]
    values: Mapping[float, float]

    @property
    def last(self) -> float | None:
        """The newest value."""
        return self.values[max(self.values)] if self.values else None


class Prometheus:
    """A Prometheus at an address. Every method raises InputError when it cannot be reached."""

    def __init__(self, address: str) -> None:
        if not _ADDRESS.fullmatch(address):
            shown = _SECRET.sub("//…@", address)
            raise InputError.of(
                f"`{shown}` is no address of a Prometheus", fix="write http://<host>:<port> or https://…"
            )
        self.address = address.rstrip("/")
        # No proxy: the address is the user's own, most often of this machine.
        self._opener = build_opener(ProxyHandler({}))

    def at(self, expression: str, second: float) -> list[Track]:
        """What the expression gives at a moment. Raises Refused."""
        data = self._ask("query", query=expression, time=str(second))
        return self._understood(lambda: _moment(data))

    def over(self, expression: str, range: Range, step: float) -> list[Track]:
        """What the expression gives from start to end, ``step`` seconds apart. Raises Refused."""
        end = math.floor(range.end / step) * step
        start = max(math.floor(range.start / step) * step, end - 10_999 * step)
        asked = {"query": expression, "start": str(start), "end": str(end), "step": str(step)}
        data = self._ask("query_range", **asked)
        return self._understood(lambda: _tracks(data["result"], "values"))

    def label_values(self, label: str, series: str, range: Range) -> list[str]:
        """The values of a label on the series that a selector chooses."""
        asked = {"match[]": series, "start": str(range.start), "end": str(range.end)}
        try:
            found = self._ask(f"label/{quote(label)}/values", **asked)
        except Refused as error:
            raise self._unreachable(f"it refuses {series}: {error}") from None
        return self._understood(lambda: sorted(str(value) for value in found))

    def _ask(self, path: str, **given: str) -> Any:
        """The ``data`` of an answer. Label values can only be asked for by GET."""
        address, body = f"{self.address}/api/v1/{path}", urlencode(given)
        get = path.startswith("label/")
        request = Request(f"{address}?{body}") if get else Request(address, body.encode())
        try:
            with self._opener.open(request, timeout=_SECONDS) as answer:
                text = answer.read()
        except HTTPError as error:
            raise self._refusal(error) from None
        except (URLError, OSError, HTTPException) as error:
            raise self._unreachable(str(getattr(error, "reason", error))) from None
        return self._data(text)

    def _data(self, text: bytes) -> Any:
        return self._understood(lambda: json.loads(text)["data"])

    def _understood(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except (ValueError, LookupError, TypeError, AttributeError):
            raise self._unreachable("what answers there is no Prometheus") from None

    def _refusal(self, error: HTTPError) -> Exception:
        try:
            return Refused(str(json.loads(error.read())["error"]))
        except (ValueError, KeyError, TypeError, OSError):
            return self._unreachable(f"{error.code} {error.reason}")

    def _unreachable(self, why: str) -> InputError:
        return InputError.of(f"cannot ask Prometheus at {self.address}: {why}", fix="see --prometheus")


def _moment(data: Mapping[str, Any]) -> list[Track]:
    if data["resultType"] == "scalar":
        return [Track({}, _values([data["result"]]))]
    return _tracks(data["result"], "value")


def _tracks(result: Sequence[Mapping[str, Any]], key: str) -> list[Track]:
    found = [
        Track(one["metric"], _values(one[key] if key == "values" else [one[key]]))
        for one in result
        if key in one
    ]
    return sorted((track for track in found if track.values), key=lambda track: sorted(track.labels.items()))


def _values(pairs: Sequence[Sequence[Any]]) -> dict[float, float]:
    numbers = ((float(at), float(value)) for at, value in pairs)
    return {at: value for at, value in numbers if not math.isnan(value)}
