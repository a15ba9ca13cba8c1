"""The smallest JSON patch (RFC 6902) between two objects, as Kustomize applies it."""

from __future__ import annotations

import json
import marshal
from collections.abc import Sequence
from typing import Any

Operation = dict[str, Any]
MARSHAL_BY_VALUE = 2
"""The last version of the format that writes equal values as equal bytes, whoever else refers to them."""


def diff(old: Any, new: Any, path: str = "") -> list[Operation]:
    """Operations that turn ``old`` into ``new``; empty when they are equal."""
    if _identical(old, new):
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        return _diff_mapping(old, new, path)
    if isinstance(old, list) and isinstance(new, list):
        return _shorter(_diff_list(old, new, path), [_op("replace", path, new)])
    return [] if same(old, new) else [_op("replace", path, new)]


def _identical(one: Any, other: Any) -> bool:
    """A quick yes for equal values in equal order; a no means nothing. Tells 1 from true, which ``==`` does not."""
    return marshal.dumps(one, MARSHAL_BY_VALUE) == marshal.dumps(other, MARSHAL_BY_VALUE)


def same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: ``1`` is not ``true``."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _diff_mapping(old: dict[str, Any], new: dict[str, Any], path: str) -> list[Operation]:
    operations = [_op("remove", _join(path, key)) for key in old if key not in new]
    for key, value in new.items():
        below = _join(path, key)
        operations += diff(old[key], value, below) if key in old else [_op("add", below, value)]
    return operations


def _diff_list(old: Sequence[Any], new: Sequence[Any], path: str) -> list[Operation]:
    """Changes item by item after a common start and before a common end."""
    start = 0
    while start < min(len(old), len(new)) and same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and same(old[-1 - end], new[-1 - end]):
        end += 1
    shared = min(len(old), len(new)) - start - end
    operations: list[Operation] = []
    for index in range(start, start + shared):
        operations += diff(old[index], new[index], _join(path, index))
    # From the back, so that an index still means the item it meant before.
    operations += [_op("remove", _join(path, i)) for i in range(len(old) - end - 1, start + shared - 1, -1)]
    operations += [_op("add", _join(path, i), new[i]) for i in range(start + shared, len(new) - end)]
    return operations


def _shorter(one: list[Operation], other: list[Operation]) -> list[Operation]:
    return one if len(json.dumps(one)) <= len(json.dumps(other)) else other


def _op(name: str, path: str, *value: Any) -> Operation:
    return {"op": name, "path": path, **({"value": value[0]} if value else {})}


def _join(path: str, key: str | int) -> str:
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"
