"""Every leaf of a chart's values: where it is in the examples, and another valid value for it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import yaml

from tritonfleet.charts.types import Values

Path_ = tuple[str, ...]


def examples(chart: Path) -> dict[str, dict[str, Any]]:
    """The defaults (empty values) and every example of a chart, by name."""
    files = sorted((chart / "ci").glob("*-values.yaml"))
    return {
        "defaults": {},
        **{file.stem.removesuffix("-values"): yaml.safe_load(file.read_text()) for file in files},
    }


def leaves(values: type[Values], prefix: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Path and annotation of each leaf; ``*`` stands for the keys of a map of objects."""
    for name, field in values.model_fields.items():
        yield from _below((*prefix, field.alias or name), field.annotation)


def _below(path: Path_, kind: Any) -> Iterator[tuple[Path_, Any]]:
    inner, is_map = _object(kind)
    if inner is None:
        yield path, kind
    else:
        yield from leaves(inner, (*path, "*") if is_map else path)


def _object(kind: Any) -> tuple[type[Values] | None, bool]:
    for candidate in (kind, *get_args(kind)):
        if isinstance(candidate, type) and issubclass(candidate, Values):
            return candidate, get_origin(kind) is dict
        if get_origin(candidate) is dict and candidate is not kind:
            return _object(candidate)
        for part in get_args(candidate):
            if isinstance(part, type) and issubclass(part, Values):
                return part, get_origin(kind) is dict or get_origin(candidate) is dict
    return None, False


def places(data: Any, path: Path_) -> Iterator[Path_]:
    """Where a leaf is in the data: its path with the stars resolved."""
    if not path:
        yield ()
    elif isinstance(data, dict):
        keys = data if path[0] == "*" else [path[0]] * (path[0] in data)
        for key in keys:
            for rest in places(data[key], path[1:]):
                yield (key, *rest)


def get(data: Any, path: Path_) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """A copy of the data with another value at the path."""
    result = copy.deepcopy(data)
    node = result
    for key in path[:-1]:
        node = node.setdefault(key, {})
    node[path[-1]] = value
    return result


def other(value: Any, kind: Any) -> Any:
    """Another value of the kind; the caller overrides it where a pattern wants more than this."""
    if options := _literals(kind):
        return next(option for option in options if option != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, dict):
        return {key: other(item, NoneType) for key, item in value.items()} or None
    if isinstance(value, list):
        return [*(other(item, NoneType) for item in value)]
    return _other_text(str(value))


def _literals(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return next((found for part in get_args(kind) if (found := _literals(part))), ())


def _other_text(text: str) -> str:
    changed_digit = re.sub(r"\d", lambda m: str((int(m[0]) % 8) + 1), text, count=1)
    return changed_digit if changed_digit != text else f"{text}x"
