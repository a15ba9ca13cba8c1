"""Texts that are nearly right: seeds with pieces taken out, doubled, swapped or put in."""

from __future__ import annotations

from random import Random

PIECES = (
    "{", "}", "[", "]", "(", ")", ":", ": ", "- ", ",", "\n", "\n\n", " ", "  ", "\t", "\r", "\r\n", "#", '"', "'",
    "|", ">", "|-\n", "&a ", "*a", "!!str ", "<<: ", "? ", "---\n", "...\n", "%YAML 1.2\n", "\\", "\\u0041", "\\ud800",
    "\ud800", "\x00", "\x07", "\x7f", "\x85", "\xa0", "\u2028", "\ufeff", "\ufffe", "é", "\U0001f600", "0", "-1",
    "1e999", ".inf", ".nan", "0x1F", "0o17", "1_000", "9" * 25, "9" * 5000, "true", "on", "null", "~", "{{ x }}",
    "$x", "${x}", "[[", "}}", "a" * 5000, "-" * 300, "[" * 300, "{a: " * 300, "(" * 300, "- " * 300,
)  # fmt: skip


def havoc(draw: Random, seeds: tuple[str, ...]) -> str:
    """A text a few edits away from one of the seeds."""
    text = draw.choice(seeds)
    for _ in range(draw.randint(1, 6)):
        at, end = sorted((draw.randint(0, len(text)), draw.randint(0, len(text))))
        end = min(end, at + draw.choice((0, 1, 3, 10, 50)))
        piece = draw.choice((draw.choice(PIECES), text[at:end], draw.choice(seeds)[at:end]))
        where = draw.choice(((at, at), (at, end), (end, end)))
        text = text[: where[0]] + piece + text[where[1] :]
    return text
