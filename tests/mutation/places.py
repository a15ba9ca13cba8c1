"""Fields of objects, by patterns of paths, and objects with one field changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tritonfleet.checks.objects import TEMPLATE_PATHS

Path = tuple[str | int, ...]
GONE = object()
"""Instead of a value: the field is left out."""
_WORDS = re.compile(r"[\w.:-]+")


def places(obj: dict[str, Any], pattern: str) -> Iterator[tuple[Path, Any]]:
    """Every field the pattern leads to, with its value.

    Parts stand between blanks. ``*`` is any key or index; ``pod`` first is the path to a pod template;
    ``key=value`` is an item of a list that has that value (``containers name=triton``).
    """
    parts: Sequence[str] = pattern.split()
    prefix: Path = ()
    if parts[0] == "pod":
        found = TEMPLATE_PATHS.get((obj["apiVersion"].rpartition("/")[0], obj["kind"]))
        if found is None:
            return
        prefix, parts = found, parts[1:]
    value: Any = obj
    for part in prefix:
        value = value.get(part, {})
    yield from _below(value, parts, prefix)


def _below(value: Any, parts: Sequence[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not parts:
        yield path, value
        return
    for key, each in _children(value, parts[0]):
        yield from _below(each, parts[1:], (*path, key))


def _children(value: Any, part: str) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, list):
        field, equals, wanted = part.partition("=")
        for number, item in enumerate(value):
            if part == "*" or (equals and isinstance(item, dict) and str(item.get(field)) == wanted):
                yield number, item
    elif isinstance(value, dict):
        for key, each in value.items():
            if part in ("*", key):
                yield key, each


def put(data: Any, path: Path, new: Any) -> Any:
    """The data with another value at ``path``; what is not on the way there is shared with the old."""
    if not path:
        return new
    key, copied = path[0], data.copy()
    if len(path) == 1 and new is GONE:
        del copied[key]
    else:
        copied[key] = put(data[key], path[1:], new)
    return copied


def words(value: Any) -> Counter[str]:
    """Every word in it with how often it is there: keys, scalars, and the words of texts."""
    found = Counter[str]()
    if isinstance(value, dict):
        for key, each in value.items():
            found.update((str(key),))
            found.update(words(each))
    elif isinstance(value, list):
        for each in value:
            found.update(words(each))
    else:
        found.update({str(value), *_WORDS.findall(str(value))})
    return found
