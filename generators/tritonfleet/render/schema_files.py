"""The files of schemas/: which definition each kind has, and the JSON of one with all that it needs.

kinds.json names the definition of each kind: by minor version ("1.36") for Kubernetes' own, under "any" for custom
resources, under "experimental" for those with the fields of an experimental channel. definitions.json holds each
distinct part once, one a line and sorted: the parts of a kind are found without reading the others.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from functools import cache

from tritonfleet.paths import data_dir

ANY = "any"
EXPERIMENTAL = "experimental"

_HEAD = '{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{'
_REFERENCE = re.compile(r'"#/\$defs/(\w+)"')


def whole(name: str) -> str:
    """The JSON of a definition with every definition it needs."""
    needed: dict[str, str] = {}
    pending = [name]
    while pending:
        current = pending.pop()
        if current not in needed:
            needed[current] = _line(current)
            pending.extend(_REFERENCE.findall(needed[current]))
    root = needed.pop(name)
    definitions = ",".join([f'"{name}":{text}' for name, text in needed.items()])
    return f"{_HEAD}{definitions}}},{root[1:]}"


def _line(name: str) -> str:
    """The JSON of one definition: its line, without the name in front and the comma behind."""
    start = f'"{name}":'.encode()
    lines = _lines()
    return lines[bisect_left(lines, start)].removeprefix(start).removesuffix(b",").decode()


@cache
def _lines() -> list[bytes]:
    """The lines of the definitions, without the braces around them."""
    return read("definitions.json").split(b"\n")[1:-2]


@cache
def tables() -> dict[str, dict[str, str]]:
    """By where they hold: ``apiVersion Kind`` → the name of its definition."""
    read_in: dict[str, dict[str, str]] = json.loads(read("kinds.json"))
    return read_in


def read(name: str) -> bytes:
    """One of the files."""
    return (data_dir("schemas") / name).read_bytes()
