"""YAML as the API server, kubectl and Helm read it: go-yaml's rules for scalars, merge keys and map keys.

Sources: go.yaml.in/yaml/v2 v2.4.4:resolve.go (scalars), :decode.go (merge), sigs.k8s.io/yaml v1.6.0:yaml.go
(keys become strings). A scalar that looks like a date stays text there, and base 60 is not read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tritonfleet.errors import InputError, Location

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
    """The value of one document by go-yaml's rules. The text must have passed the guarded fast parser."""
    import yaml

    try:
        root = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        where = _location(error.problem_mark, file, first_line)
        raise InputError.of(f"is not valid YAML: {error.problem}", where) from None
    return _Constructor(file, first_line).value(root)


@cache
def _loader() -> Any:
    """A loader that marks plain scalars with the tag ``!plain`` instead of guessing their type."""
    import yaml

    class Loader(yaml.CBaseLoader):
        pass

    Loader.add_implicit_resolver("!plain", re.compile(""), None)
    return Loader


class _Constructor:
    """Turns composed nodes into plain data."""

    def __init__(self, file: str, first_line: int) -> None:
        self._file, self._first_line = file, first_line

    def value(self, node: Any) -> Any:
        import yaml

        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        if node.tag == "!plain":
            return scalar(node.value)
        if node.tag in {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool"}:
            return scalar(node.value)
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def _mapping(self, node: Any) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.value == "<<" and key_node.tag == "!plain":
                merged = {**self._merged(value_node), **merged}
                continue
            key = self._key(key_node)
            if key in own:
                raise self._error(f"duplicate key `{key}`", key_node, "keep one")
            own[key] = self.value(value_node)
        return {**merged, **own}

    def _merged(self, node: Any) -> dict[str, Any]:
        """What ``<<`` brings in: of several mappings the first one wins."""
        value = self.value(node)
        result: dict[str, Any] = {}
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, dict):
                raise self._error("a merge key (<<) takes a mapping", node)
            result = {**part, **result}
        return result

    def _key(self, node: Any) -> str:
        key = self.value(node)
        if isinstance(key, bool):
            return "true" if key else "false"
        if isinstance(key, float):
            return f"{key:g}"
        if isinstance(key, str | int):
            return str(key)
        raise self._error("a key must be text, not a collection or null", node)

    def _error(self, message: str, node: Any, fix: str = "") -> InputError:
        return InputError.of(message, _location(node.start_mark, self._file, self._first_line), fix)


def _location(mark: Any, file: str, first_line: int) -> Location:
    return Location(file, first_line + mark.line, mark.column + 1) if mark else Location(file, first_line)
