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
Place = tuple[str | int, ...]


def examples(chart: Path) -> dict[str, dict[str, Any]]:
    """The defaults (empty values) and every example of a chart, by name."""
    files = sorted((chart / "ci").glob("*-values.yaml"))
    return {
        "defaults": {},
        **{file.stem.removesuffix("-values"): yaml.safe_load(file.read_text()) for file in files},
    }


def leaves(values: type[Values], prefix: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Path and annotation of each leaf; ``*`` stands for the keys of a map, or the places of a list, of objects."""
    for name, field in values.model_fields.items():
        yield from _below((*prefix, field.alias or name), field.annotation)


def _below(path: Path_, kind: Any) -> Iterator[tuple[Path_, Any]]:
    inner, stars = _object(kind)
    if inner is None:
        yield path, kind
    else:
        yield from leaves(inner, (*path, *("*",) * stars))


def _object(kind: Any) -> tuple[type[Values] | None, int]:
    """The type of the objects inside an annotation, and how many maps and lists lie around them."""
    if isinstance(kind, type) and issubclass(kind, Values):
        return kind, 0
    is_map = get_origin(kind) is dict
    for candidate in get_args(kind)[1:] if is_map else get_args(kind):
        inner, stars = _object(candidate)
        if inner is not None:
            return inner, stars + (is_map or get_origin(kind) is list)
    return None, 0


def places(data: Any, path: Path_) -> Iterator[Place]:
    """Where a leaf is in the data: its path with the stars resolved."""
    if not path:
        yield ()
    elif isinstance(data, (dict, list)):
        for key in _keys(data, path[0]):
            for rest in places(data[key], path[1:]):
                yield (key, *rest)


def _keys(data: Any, wanted: str) -> list[Any]:
    if wanted != "*":
        return [wanted] * (wanted in data)
    return list(data if isinstance(data, dict) else range(len(data)))


def get(data: Any, path: Place) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: dict[str, Any], path: Place, value: Any) -> dict[str, Any]:
    """A copy of the data with another value at the path."""
    result = copy.deepcopy(data)
    node: Any = result
    for key in path[:-1]:
        node = node[key] if isinstance(node, list) else node.setdefault(key, {})
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
