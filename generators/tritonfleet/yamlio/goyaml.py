"""YAML as the API server, kubectl and Helm read it: go-yaml's rules for scalars, merge keys and map keys.

Sources: go.yaml.in/yaml/v2 v2.4.4:resolve.go (scalars), :decode.go (merge), sigs.k8s.io/yaml v1.6.0:yaml.go
(keys become strings), :scannerc.go (escapes). What looks like a date stays text, and base 60 is not read.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio import nodes
from tritonfleet.yamlio.guard import refuse_bombs
from tritonfleet.yamlio.nodes import Dialect
from tritonfleet.yamlio.reading import place

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
_NO_JSON = re.compile(r"(?:^|[\s\[{,:])([-+]?\.(?:inf|Inf|INF|nan|NaN|NAN))(?=[\s,\]}]|\Z)")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_ESCAPE = re.compile(r"\\(?:/|[uU][0-9a-fA-F]*[dD][89a-fA-F])")


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


def construct(text: str, file: str, first_line: int) -> Any:
    """The value of one document by go-yaml's rules. The text must be known not to be a bomb."""
    if _ESCAPE.search(text):
        _refuse_escapes(text, file, first_line)
    if control := _CONTROL.search(text):
        where = _at(text, control.start(), file, first_line)
        raise InputError.of(f"YAML has no control character U+{ord(control[0]):04X}", where, "remove it")
    value = nodes.construct(text, file, first_line, _DIALECT)
    if (number := _NO_JSON.search(text)) and not _finite(value):
        message = f"{number[1]} cannot be sent to the API server: JSON has no such number"
        raise InputError.of(message, _at(text, number.start(1), file, first_line), "put it in quotes")
    return value


def reread(text: str, file: str, first_line: int, refused: InputError) -> Any:
    """The value of a document that the fast parser refused, if go-yaml takes it; else the refusal is raised.

    YAML 1.1 is laxer: a closing bracket may stand as far left as its key, and a tab between key and value.
    """
    try:
        refuse_bombs(text, file, first_line, flow=True)
        return construct(text, file, first_line)
    except InputError as again:
        # Which key is there twice says more than where the fast parser lost its way.
        raise (again if "duplicate key" in str(again) else refused) from None


def _refuse_escapes(text: str, file: str, first_line: int) -> None:
    """Raises InputError for an escape in double quotes that JSON has and go-yaml has not."""
    import yaml

    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style == '"':
                start = token.start_mark.index
                found = _ESCAPE.search(text, start, token.end_mark.index)
                if found and _backslashes(text, found.start()) % 2 == 0:
                    where = _at(text, found.start(), file, first_line)
                    raise InputError.of(f"YAML has no escape {found[0]}", where, "write the character itself")
    except yaml.YAMLError:
        return  # the parser proper says what is wrong, and where


def _backslashes(text: str, offset: int) -> int:
    """How many backslashes stand in front of an offset: behind an odd number the next one is text."""
    before = text[:offset]
    return len(before) - len(before.rstrip("\\"))


def _finite(value: Any) -> bool:
    if isinstance(value, dict | list):
        return all(map(_finite, value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or isfinite(value)


def _at(text: str, offset: int, file: str, first_line: int) -> Location:
    """The line and column of an offset of a document that starts on ``first_line`` of its file."""
    here = place(text, offset, file)
    return Location(file, first_line + (here.line or 1) - 1, here.column)


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("a key must be text, not a collection or null")


_DIALECT = Dialect(scalar, _key, merges=True)
