"""Where a syntax error stands: the parser tells what is wrong, not where."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)"""
    r"""|(?P<comment>\#[^\n]*)|(?P<bracket>[()\[\]{}])"""
)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_NAMED = re.compile(r"'(?P<word>[^']+)'")


def place(text: str, problem: str) -> int:
    """The offset of a bracket without partner, or of the word that the message names; -1 when neither is found."""
    bracket = _unbalanced(text)
    if bracket >= 0:
        return bracket
    named = _NAMED.search(problem)
    return find_word(text, named["word"]) if named else -1


def find_word(text: str, word: str, start: int = 0) -> int:
    """The offset of a word of PromQL that is no part of a longer one and in no quotes; -1 when there is none."""
    edges = re.compile(rf"(?<![\w:.]){re.escape(word)}(?![\w:])")
    quoted = [match.span() for match in _TOKEN.finditer(text) if match["bracket"] is None]
    for match in edges.finditer(text, start):
        if not any(begin <= match.start() < end for begin, end in quoted):
            return match.start()
    return -1


def _unbalanced(text: str) -> int:
    opened: list[tuple[str, int]] = []
    for match in _TOKEN.finditer(text):
        bracket = match["bracket"]
        if bracket is None:
            continue
        if bracket not in _CLOSES:
            opened.append((bracket, match.start()))
        elif not opened or opened.pop()[0] != _CLOSES[bracket]:
            return match.start()
    return opened[-1][1] if opened else -1
