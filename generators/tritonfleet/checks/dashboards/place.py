"""Where a value stands in a JSON text: looked for only when there is a finding."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tritonfleet.checks.rule import Inside

_BLANKS = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def place(text: str, path: Sequence[str | int]) -> Inside:
    """The line and column of the value at ``path``, or of the deepest part of the path that exists."""
    at = _skip(text, 0)
    try:
        for part in path:
            found = _member(text, at, part) if isinstance(part, str) else _item(text, at, part)
            if found is None:
                break
            at = found
    except (ValueError, IndexError):
        pass
    return line_and_column(text, at)


def line_and_column(text: str, offset: int) -> Inside:
    """An offset as a line and a column, both from 1."""
    offset = max(0, min(offset, len(text)))
    return Inside(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _member(text: str, at: int, key: str) -> int | None:
    """The offset of the value of ``key`` in the object at ``at``."""
    if text[at] != "{":
        return None
    at = _skip(text, at + 1)
    while text[at] == '"':
        name, at = _DECODER.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == key:
            return at
        at = _after(text, at)
    return None


def _item(text: str, at: int, number: int) -> int | None:
    """The offset of the item of this number in the list at ``at``."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    for _ in range(number):
        if text[at] == "]":
            return None
        at = _after(text, at)
    return None if text[at] == "]" else at


def _after(text: str, at: int) -> int:
    """The offset of what follows the value at ``at`` and the comma after it."""
    end = _skip(text, _DECODER.raw_decode(text, at)[1])
    return _skip(text, end + 1) if text[end] == "," else end
