"""Words for people."""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """``1 service``, ``3 services``, ``2 policies``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def quantity(number: str, unit: str) -> str:
    """A number with its unit, which may be none: ``1 pod``, ``6 pods``, ``60 s``."""
    noun, *rest = unit.split(" ")
    if number == "1" and len(noun) > 2 and noun.isalpha():
        noun = noun.removesuffix("s")
    return " ".join((number, noun, *rest)).strip()
