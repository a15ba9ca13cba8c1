"""YAML as the API server, kubectl and Helm read it: go-yaml's rules for scalars, merge keys and map keys.

Sources: go.yaml.in/yaml/v2 v2.4.4:resolve.go (scalars), :decode.go (merge), sigs.k8s.io/yaml v1.6.0:yaml.go
(keys become strings). A scalar that looks like a date stays text there, and base 60 is not read.
"""

from __future__ import annotations

import re
from typing import Any

from tritonfleet.yamlio import nodes
from tritonfleet.yamlio.nodes import Dialect

_BOOLEANS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"), False),
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SPECIAL_FLOATS = {
    f"{sign}.{name}": float(sign + name.lower())
    for sign in ("", "+", "-")
    for name in ("inf", "Inf", "INF", "nan", "NaN", "NAN")
    if not (sign and name.lower() == "nan")
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<x>[0-9a-fA-F]+)|0[bB](?P<b>[01]+)|0[oO]?(?P<o>[0-7]+)|(?P<d>0|[1-9][0-9]*))"
)
_BASES = {"x": 16, "b": 2, "o": 8, "d": 10}


def scalar(text: str) -> Any:
    """The value of a plain scalar without a tag."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text in _SPECIAL_FLOATS:
        return _SPECIAL_FLOATS[text]
    if text[0] not in "+-.0123456789":
        return text
    digits = text if text[0] == "." else text.replace("_", "")
    integer = _INTEGER.fullmatch(digits)
    if integer and integer.lastgroup:
        value = int(integer["sign"] + integer[integer.lastgroup], _BASES[integer.lastgroup])
        return value if -(2**63) <= value < 2**64 else float(value)
    if _FLOAT.fullmatch(digits):
        number = float(digits)
        return text if number in (float("inf"), float("-inf")) else number
    return text


def construct(text: str, file: str, first_line: int) -> Any:
    """The value of one document by go-yaml's rules. The text must be known not to be a bomb."""
    return nodes.construct(text, file, first_line, _DIALECT)


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("a key must be text, not a collection or null")


_DIALECT = Dialect(scalar, _key, merges=True)
