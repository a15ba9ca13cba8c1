"""Where a value stands in a JSON text: looked for only when there is a finding."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from tritonfleet.checks.rule import Inside

_BLANKS = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


class Places:
    """Answers where values stand in one text. What lies in an object or a list is found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: dict[int, Mapping[str | int, int]] = {}

    def of(self, path: Sequence[str | int]) -> Inside:
        """The line and column of the value at ``path``, or of the deepest part of the path that exists."""
        at = _skip(self._text, 0)
        for part in path:
            found = self._within(at).get(part)
            if found is None:
                break
            at = found
        return line_and_column(self._text, at)

    def _within(self, at: int) -> Mapping[str | int, int]:
        """The offsets of the values in the object or list at ``at``, by key or number."""
        if at not in self._parts:
            try:
                self._parts[at] = _parts(self._text, at)
            except (ValueError, IndexError, RecursionError):
                self._parts[at] = {}
        return self._parts[at]


def line_and_column(text: str, offset: int) -> Inside:
    """An offset as a line and a column, both from 1."""
    offset = max(0, min(offset, len(text)))
    return Inside(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _parts(text: str, at: int) -> Mapping[str | int, int]:
    found: dict[str | int, int] = {}
    opening, at = text[at], _skip(text, at + 1)
    while opening in "{[" and text[at] not in "}]":
        key: str | int = len(found)
        if opening == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        found[key] = at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at] == "," else at
    return found


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at
