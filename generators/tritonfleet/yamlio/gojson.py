"""JSON as kubectl and the API server read it: what Go's encoding/json takes otherwise than Python's json.

Sources: golang/go:src/encoding/json/decode.go (half a surrogate pair, words for numbers),
kubernetes-sigs/json:json.go (whole numbers of 64 bits, all others floats).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

_BLANKS = re.compile(r"\s*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_PAIR = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"\\(?:{_PAIR}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{{2}})|[\s\S])")
_SURE = 18
"""Characters of a whole number that is one of 64 bits whatever its digits."""


def values(text: str) -> Iterator[Any]:
    """Each of the JSON values that stand one after the other. Raises ValueError or RecursionError where it is no JSON.

    A repeated key is a ValueError, too: the YAML reader then says where.
    """
    if _HALF.search(text):
        text = _ESCAPE.sub(_whole, text)
    offset = _after_blanks(text, 0)
    while offset < len(text):
        value, end = _DECODER.raw_decode(text, offset)
        yield value
        offset = _after_blanks(text, end)


def _after_blanks(text: str, offset: int) -> int:
    match = _BLANKS.match(text, offset)
    return match.end() if match else offset


def _whole(escape: re.Match[str]) -> str:
    """The escape, or that of the replacement character, which is as long, for half a surrogate pair."""
    return "\\ufffd" if escape["half"] else escape[0]


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key is there twice")
    return result


def _integer(digits: str) -> int | float:
    if len(digits) <= _SURE:
        return int(digits)
    number = _float(digits)
    return int(digits) if -(2.0**63) <= number <= 2.0**63 and -(2**63) <= int(digits) < 2**63 else number


def _float(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError(f"{digits[:20]} is no number of 64 bits")
    return number


def _constant(name: str) -> float:
    raise ValueError(f"JSON has no number {name}")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
