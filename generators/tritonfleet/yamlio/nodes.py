"""Plain data from PyYAML's nodes, with scalars and keys by the rules of one dialect or another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.errors import InputError, Location


@dataclass(frozen=True, slots=True)
class Dialect:
    """What sets one YAML apart from another.

    ``scalar``: the value of a plain scalar without a tag. ``key``: the key that a value stands for, TypeError when
    it stands for none. ``merges``: whether ``<<`` brings other mappings in.
    """

    scalar: Callable[[str], Any]
    key: Callable[[Any], Any]
    merges: bool


def construct(text: str, file: str, first_line: int, dialect: Dialect) -> Any:
    """The value of one document. The text must be known not to be a bomb (``guard.refuse_bombs``)."""
    import yaml

    try:
        root = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        where = _location(error.problem_mark, file, first_line)
        raise InputError.of(f"is not valid YAML: {error.problem}", where) from None
    return None if root is None else _Constructor(file, first_line, dialect).value(root)


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

    def __init__(self, file: str, first_line: int, dialect: Dialect) -> None:
        self._file, self._first_line, self._dialect = file, first_line, dialect

    def value(self, node: Any) -> Any:
        import yaml

        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        if node.tag in _SCALARS:
            return self._dialect.scalar(node.value)
        return None if node.tag == "tag:yaml.org,2002:null" else node.value

    def _mapping(self, node: Any) -> dict[Any, Any]:
        merged: dict[Any, Any] = {}
        own: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if self._dialect.merges and key_node.value == "<<" and key_node.tag == "!plain":
                merged = {**self._merged(value_node), **merged}
                continue
            key = self._key(key_node)
            if key in own:
                raise self._error(f"duplicate key `{key}`", key_node, "keep one")
            own[key] = self.value(value_node)
        return {**merged, **own}

    def _merged(self, node: Any) -> dict[Any, Any]:
        """What ``<<`` brings in: of several mappings the first one wins."""
        value = self.value(node)
        result: dict[Any, Any] = {}
        for part in value if isinstance(value, list) else [value]:
            if not isinstance(part, dict):
                raise self._error("a merge key (<<) takes a mapping", node)
            result = {**part, **result}
        return result

    def _key(self, node: Any) -> Any:
        try:
            return self._dialect.key(self.value(node))
        except TypeError as error:
            raise self._error(str(error), node) from None

    def _error(self, message: str, node: Any, fix: str = "") -> InputError:
        return InputError.of(message, _location(node.start_mark, self._file, self._first_line), fix)


_SCALARS = frozenset({"!plain", *(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool"))})


def _location(mark: Any, file: str, first_line: int) -> Location:
    return Location(file, first_line + mark.line, mark.column + 1) if mark else Location(file, first_line)
