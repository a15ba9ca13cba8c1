"""YAML as the API server, kubectl and Helm read it: go-yaml's rules for merge keys, map keys and escapes.

Sources: go.yaml.in/yaml/v2 v2.4.4:decode.go (merge), :scannerc.go (escapes), sigs.k8s.io/yaml v1.6.0:yaml.go
(keys become strings).
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio import nodes
from tritonfleet.yamlio.goscalars import scalar, tagged
from tritonfleet.yamlio.guard import refuse_bombs
from tritonfleet.yamlio.nodes import Dialect
from tritonfleet.yamlio.reading import place

_NO_JSON = re.compile(r"(?:^|[\s\[{,:])([-+]?\.(?:inf|Inf|INF|nan|NaN|NAN))(?=[\s,\]}]|\Z)")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_LOST = "is not valid YAML"
_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(?P<escape>\\(?:/|(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}))")


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
        # Which key is there twice, or which tag is wrong, says more than where the fast parser lost its way.
        says_more = _LOST in str(refused) and _LOST not in str(again)
        raise (again if says_more else refused) from None
    except UnicodeEncodeError:
        raise refused from None


def _refuse_escapes(text: str, file: str, first_line: int) -> None:
    """Raises InputError for an escape in double quotes that JSON has and go-yaml has not."""
    import yaml

    try:
        for token in yaml.scan(text, Loader=yaml.CSafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.style == '"':
                start = token.start_mark.index
                found = _ESCAPE.search(text, start, token.end_mark.index)
                if found:
                    where = _at(text, found.start("escape"), file, first_line)
                    raise InputError.of(
                        f"YAML has no escape {found['escape']}", where, "write the character itself"
                    )
    except yaml.YAMLError:
        return  # the parser proper says what is wrong, and where


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


_DIALECT = Dialect(scalar, tagged, _key, merges=True)
