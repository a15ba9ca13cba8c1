"""The table of values in a chart's README."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from tritonfleet.charts.types import Values
from tritonfleet.errors import InputError, Location

START, END = "<!-- values: start (generated) -->", "<!-- values: end -->"


def with_table(readme: str, values: type[Values], file: str) -> str:
    """The README text with a fresh table between its two markers; InputError when a marker is missing."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise InputError.of(f"expected the markers {START} and {END}", Location(file))
    return f"{before}{START}\n{_table(values)}{END}{after}"


def _table(values: type[Values]) -> str:
    rows = [
        f"| `{path}` | {kind} | {default} | {text} |\n" for path, kind, default, text in _rows(values, "")
    ]
    return "| Value | Type | Default | What it is |\n|---|---|---|---|\n" + "".join(rows)


def _rows(values: type[Values], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    for name, field in values.model_fields.items():
        path = prefix + (field.alias or name)
        inner, suffix = _object(field.annotation)
        kind, default = _kind(field.annotation), _default(field)
        if inner is None or suffix or default == "`null`":
            yield path, kind, default, field.description or ""
        if inner is not None:
            yield from _rows(inner, f"{path}{suffix}.")


def _object(kind: Any) -> tuple[type[Values] | None, str]:
    """The object type inside an annotation, and the path suffix that leads to it (a map adds ``.<name>``)."""
    if isinstance(kind, type) and issubclass(kind, Values):
        return kind, ""
    is_map = get_origin(kind) is dict
    for candidate in get_args(kind)[1:] if is_map else get_args(kind):
        inner, suffix = _object(candidate)
        if inner is not None:
            return inner, (".<name>" if is_map else "") + suffix
    return None, ""


def _kind(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" if value else '`""`' for value in get_args(kind))
    if get_origin(kind) is dict:
        return "map"
    if get_origin(kind) is list:
        return "list"
    if hasattr(kind, "__metadata__"):
        return _kind(kind.__origin__)
    if choices := get_args(kind):
        return " or ".join(dict.fromkeys(_kind(choice) for choice in choices if choice is not NoneType))
    names = {str: "text", int: "number", bool: "true, false", float: "number"}
    return names.get(kind) or ("object" if issubclass(kind, Values) else kind.__name__.lower())


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, Values) or (isinstance(value, dict) and value):
        return "see values.yaml"
    plain = value if isinstance(value, (bool, int, str, dict, list, NoneType)) else str(value)
    return f"`{json.dumps(plain)}`"
