"""A document without the scalars that are text to every reader: blocks, quotes, several words; and comments.

Scripts inside manifests are full of what looks like YAML (``while True:``). A scalar can only be told where all that
stands before it is understood, so this reads plain block style entry by entry, and stops at the first line that it
does not know: from there on everything stays.
"""

from __future__ import annotations

import re
from functools import cache
from math import inf

_END = r"(?: +#[^\n]*| *)(?:\n|\Z)"
_ITEM = r"(?: *(?:[A-Za-z0-9_./$-]+: +)?(?:\"[^\"\\\n]*\"|'[^'\n]*') *|[^\[\]{}\"'#,\n]*)"
_START = r"(?:[A-Za-z0-9_./$(+<=~^\\]|-[A-Za-z0-9_./$-])"
_REST = r"[^:\n]*(?::(?=\S)[^:\n]*)*"
_ENTRY = re.compile(
    # One expression, for this runs on every line: what may stand in front, where the entry begins, its value.
    r"(?: *(?:#[^\n]*)?\n)*"
    r"(?P<head>(?P<indent> *)(?P<dashes>(?:-(?: +|(?=\n|\Z)))*)"
    r"(?P<key>(?:[A-Za-z0-9_][A-Za-z0-9_./$-]*|\"[^\"\\\n]*\"|'[^'\n]*'):(?: +|(?=\n|\Z)))?)"
    r"(?:(?P<nothing>(?:#[^\n]*)?(?:\n|\Z))"
    rf"|(?P<block>[|>][-+]?{_END})"
    rf"|(?P<quoted>(?:\"[^\"\\]*(?:\\[\s\S][^\"\\]*)*\"|'[^']*(?:''[^']*)*'){_END})"
    rf"|(?P<flow>(?:\[{_ITEM}(?:,{_ITEM})*\]|\{{{_ITEM}(?:,{_ITEM})*\}}){_END})"
    # A colon before a blank would make it a key.
    rf"|(?P<words>{_START}[^:\s]*(?::(?=\S)[^:\s]*)* +[^#:\s]{_REST}(?:\n|\Z))"
    rf"|(?P<plain>{_START}{_REST}(?:\n|\Z)))"
)
ESCAPE = re.compile(r"\\(?:/|[uU][0-9a-fA-F]*[dD][89a-fA-F])")
"""Escapes that YAML 1.2 has from JSON, and go-yaml refuses."""
_FIRST_LINE = re.compile(r"(?P<blank>(?: *\n)*)(?P<indent> *)(?P<tab>\t?)")


def masked(text: str) -> str:
    """The document without scalars that are text to every reader; all other lines stay as they are."""
    if "\r" in text:
        return text
    kept: list[str] = []
    position, allowed = 0, inf
    while (entry := _ENTRY.match(text, position)) and (entry["dashes"] or entry["key"]):
        # A line further right than an entry that has its value would go on with that value.
        if len(entry["indent"]) > allowed:
            break
        form, column = entry.lastgroup, _column(entry)
        end = _block_end(text, entry.end(), column) if form == "block" else entry.end()
        if end < 0:
            break
        is_text = (
            form in _MASKED
            or (form == "plain" and _MARKED.search(entry["plain"]))
            or (form == "quoted" and (entry["quoted"][0] == "'" or not ESCAPE.search(entry["quoted"])))
        )
        kept.append(f'{entry["head"]}""\n' if is_text else text[entry.start("head") : end])
        if form in _GOING_ON and (more := _continued(text, end, column)) != end:
            # What goes on below is text whatever it looks like: `12` and then `on` is "12 on".
            kept[-1] = f'{entry["head"]}""\n'
            end = more
        position, allowed = end, inf if form == "nothing" else column
    return "".join(kept) + text[position:]


_MASKED = frozenset({"block", "words"})
_GOING_ON = frozenset({"words", "plain"})
_MARKED = re.compile(r"[\[\]{}&*!,\\]")
"""What no number, boolean or null has."""


def _column(entry: re.Match[str]) -> int:
    """Where the innermost key or dash of a line stands."""
    before = len(entry["indent"])
    return before + (len(entry["dashes"]) if entry["key"] else entry["dashes"].rfind("-"))


def _continued(text: str, start: int, column: int) -> int:
    """Behind the lines that go on with a plain scalar, because they stand further right than its entry."""
    lines = _more_lines(column).match(text, start)
    return lines.end() if lines else start


@cache
def _more_lines(column: int) -> re.Pattern[str]:
    words = r"[^\s#:](?:[^:#\n]|:(?=\S)|(?<=\S)#)*"
    return re.compile(rf"(?:(?: *\n)*(?: {{{column + 1},}}){words}(?:\n|\Z))+")


def _block_end(text: str, start: int, column: int) -> int:
    """Behind the lines as far right as the first one that is not blank; -1 where readers disagree about them."""
    first = _FIRST_LINE.match(text, start)
    indent = len(first["indent"]) if first else 0
    if first is None or indent <= column:
        return start
    if first["tab"] or any(len(blank) > indent for blank in first["blank"].split("\n")):
        return -1
    lines = re.compile(rf"(?:(?: {{{indent}}}[^\n]*| *)(?:\n|\Z))*").match(text, start)
    return lines.end() if lines else start
