"""YAML 1.2 as the fast parser reads it, by the slow one: for threads in which the fast parser is not safe.

Scalars follow the core schema, and yaml-rs 0.1.6 where it goes further: underscores in numbers, ``0b``, signs.
"""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.yamlio import nodes
from tritonfleet.yamlio.nodes import Dialect

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{f"{sign}.{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in ("inf", "Inf", "INF")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<x>[0-9a-fA-F_]+)|0[bB](?P<b>[01_]+)|0[oO](?P<o>[0-7_]+)|(?P<d>[0-9_]+))"
)
_BASES = {"x": 16, "b": 2, "o": 8, "d": 10}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
# Underscores stand between digits, not before a sign.
_SPACED_FLOAT = re.compile(r"[-+]?[0-9_.]+(?:[eE][-+]?[0-9_]+)?")


def scalar(text: str) -> Any:
    """The value of a plain scalar without a tag."""
    if text in _WORDS:
        return _WORDS[text]
    integer = _INTEGER.fullmatch(text)
    if integer and (digits := integer[integer.lastgroup or "d"].replace("_", "")):
        return int(integer["sign"] + digits, _BASES[integer.lastgroup or "d"])
    number = text.replace("_", "")
    return float(number) if _SPACED_FLOAT.fullmatch(text) and _FLOAT.fullmatch(number) else text


def tagged(name: str, text: str) -> Any:
    """The value of a scalar with a tag of YAML's own; one that does not fit it is what it would be without."""
    if name in ("int", "float", "bool"):
        return scalar(text)
    return None if name == "null" else text


def construct(text: str, file: str, first_line: int) -> Any:
    """The value of one document. The text must be known not to be a bomb."""
    return nodes.construct(text, file, first_line, _DIALECT)


def _key(value: Any) -> Any:
    if isinstance(value, dict | list):
        raise TypeError("a key must be text, not a collection")
    return value


_DIALECT = Dialect(scalar, tagged, _key, merges=False)
