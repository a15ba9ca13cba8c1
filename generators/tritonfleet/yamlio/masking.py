"""A document without the scalars that are text to every reader: block scalars, quoted values, comments.

Scripts inside manifests are full of what looks like YAML (``while True:``). A scalar can only be told where all that
stands before it is understood, so this reads plain block style entry by entry, and stops at the first line that it
does not know: from there on everything stays.
"""

from __future__ import annotations

import re
from math import inf
from typing import NamedTuple

_ENTRY = re.compile(
    r"(?P<indent> *)(?P<dashes>(?:-(?: +|(?=\n|\Z)))*)"
    r"(?P<key>(?:[A-Za-z0-9_][A-Za-z0-9_./$-]*|\"[^\"\\\n]*\"|'[^'\n]*'):(?: +|(?=\n|\Z)))?"
)
_IGNORED = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_END = r"(?: +#[^\n]*| *)(?:\n|\Z)"
_NOTHING = re.compile(r"(?:#[^\n]*)?(?:\n|\Z)")
_BLOCK = re.compile(rf"[|>][-+]?{_END}")
_QUOTED = re.compile(rf"(?:\"(?:[^\"\\]|\\[\s\S])*\"|'(?:[^']|'')*'){_END}")
_FLOW = re.compile(rf"(?:\[[^\[\]{{}}\"'#\n]*\]|\{{[^\[\]{{}}\"'#\n]*\}}){_END}")
# A colon before a blank would make it a key.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_./$(+<=~^\\]|-[A-Za-z0-9_./$-])(?:[^:\n]|:(?=[^\s]))*(?:\n|\Z)")
_LEADING_BLANKS = re.compile(r"(?: *\n)*")
_SPACES = re.compile(" *")


class _Value(NamedTuple):
    """What is kept of a value, and where the line after it begins. Nothing is kept of a collection."""

    kept: str
    end: int


def masked(text: str) -> str:
    """The document without scalars that are text to every reader; all other lines stay as they are."""
    if "\r" in text:
        return text
    kept: list[str] = []
    position, allowed = _after(_IGNORED, text, 0), inf
    while (head := _ENTRY.match(text, position)) and head[0].strip():
        column = _column(head)
        # A line further right than an entry that has its value would go on with that value.
        value = _value(text, head.end(), column) if len(head["indent"]) <= allowed else None
        if value is None:
            break
        kept.append(f"{head[0]}{value.kept}\n")
        position, allowed = _after(_IGNORED, text, value.end), column if value.kept else inf
    return "".join(kept) + text[position:]


def _after(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _column(head: re.Match[str]) -> int:
    """Where the innermost key or dash of a line stands."""
    return len(head["indent"]) + (len(head["dashes"]) if head["key"] else head["dashes"].rfind("-"))


def _value(text: str, start: int, column: int) -> _Value | None:
    """The value of an entry, None when it is not understood."""
    if match := _NOTHING.match(text, start):
        return _Value("", match.end())
    if match := _BLOCK.match(text, start):
        return _block(text, match.end(), column)
    if match := _QUOTED.match(text, start):
        return _Value('""', match.end())
    match = _FLOW.match(text, start) or _PLAIN.match(text, start)
    return _Value(match[0].removesuffix("\n"), match.end()) if match else None


def _block(text: str, start: int, column: int) -> _Value | None:
    """The lines as far right as the first one that is not blank, if that is further right than the entry."""
    first = _after(_LEADING_BLANKS, text, start)
    indent = _after(_SPACES, text, first) - first
    if indent <= column:
        return _Value('""', start)
    if text.startswith("\t", first + indent) or any(len(b) > indent for b in text[start:first].split("\n")):
        return None
    lines = re.compile(rf"(?:(?: {{{indent}}}[^\n]*| *)(?:\n|\Z))*")
    return _Value('""', _after(lines, text, start))
