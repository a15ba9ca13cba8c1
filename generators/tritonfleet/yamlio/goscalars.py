"""What a scalar stands for to the API server, kubectl and Helm: the rules of go-yaml.

Source: go.yaml.in/yaml/v2 v2.4.4:resolve.go. What looks like a date stays text, and base 60 is not read.
"""

from __future__ import annotations

import re
from typing import Any

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
_LONGEST_INTEGER = 80
"""Characters: 64 bits in base 2, with room for leading zeros. Python itself refuses some thousands of digits."""


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
    integer = _INTEGER.fullmatch(digits) if len(digits) <= _LONGEST_INTEGER else None
    if integer and integer.lastgroup:
        value = int(integer["sign"] + integer[integer.lastgroup], _BASES[integer.lastgroup])
        if -(2**63) <= value < 2**64:
            return value
    # A whole number that is too large becomes a float if it reads as one, octals as if they were decimal.
    if _FLOAT.fullmatch(digits):
        number = float(digits)
        return text if number in (float("inf"), float("-inf")) else number
    return text


def tagged(name: str, text: str) -> Any:
    """The value of a scalar with a tag of YAML's own, such as ``int``. Raises ValueError when it is none."""
    if name == "binary":
        return _from_base64(text)
    if name not in ("int", "float", "bool", "null"):
        return text
    value = scalar(text)
    kind = {type(None): "null", bool: "bool", int: "int", float: "float"}.get(type(value))
    if kind == name or (name == "float" and kind == "int" and value < 2**63):
        return value
    raise ValueError(f"`{text[:60]}` is no {name}, which its tag says it is")


def _from_base64(text: str) -> str:
    import base64

    try:
        read = base64.b64decode(re.sub(r"[\r\n]", "", text), validate=True)
    except ValueError:
        raise ValueError("!!binary takes text in base64") from None
    return read.decode("utf-8", errors="replace")
