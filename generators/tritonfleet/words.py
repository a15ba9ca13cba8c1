"""Words for people."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """``1 service``, ``3 services``, ``2 policies``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
