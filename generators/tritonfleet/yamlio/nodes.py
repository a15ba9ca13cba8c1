"""Plain data from PyYAML's nodes, with scalars and keys by the rules of one dialect or another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio.composing import composed


@dataclass(frozen=True, slots=True)
class Dialect:
    """What sets one YAML apart from another.

    ``scalar``: the value of a plain scalar without a tag. ``tagged``: that of one with a tag of YAML's own, by the
    name of the tag (``int``); ValueError when it is none. ``key``: the key that a value stands for, TypeError when
    it stands for none. ``merges``: whether ``<<`` brings other mappings in.
    """

    scalar: Callable[[str], Any]
    tagged: Callable[[str, str], Any]
    key: Callable[[Any], Any]
    merges: bool


def construct(text: str, file: str, first_line: int, dialect: Dialect) -> Any:
    """The value of one document. The text must be known not to be a bomb (``guard.refuse_bombs``)."""
    import yaml

    try:
        root = composed(text, _loader())
    except yaml.MarkedYAMLError as error:
        where = _location(error.problem_mark, file, first_line)
        raise InputError.of(f"is not valid YAML: {error.problem}", where) from None
    if root is None:
        return None
    return _Constructor(file, first_line, dialect, text if _BARE.search(text) else "").value(root)


@cache
def _loader() -> Any:
    """A loader that marks plain scalars with a tag of its own instead of guessing their type."""
    import yaml

    class Loader(yaml.CBaseLoader):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
            return _PLAIN if kind is yaml.ScalarNode and implicit[0] else _TEXT

        def descend_resolver(self, current_node: Any, current_index: Any) -> None:
            return

        def ascend_resolver(self) -> None:
            return

    return Loader


class _Constructor:
    """Turns composed nodes into plain data."""

    def __init__(self, file: str, first_line: int, dialect: Dialect, bare: str) -> None:
        """``bare``: the text, if it has tags that are no more than ``!``."""
        self._file, self._first_line, self._dialect, self._bare = file, first_line, dialect, bare

    def value(self, node: Any) -> Any:
        import yaml

        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        if node.tag == _TEXT:
            return node.value
        if node.tag == _PLAIN:
            return node.value if self._is_bare(node) else self._dialect.scalar(node.value)
        if not node.tag.startswith(_OWN):
            return node.value
        try:
            return self._dialect.tagged(node.tag.removeprefix(_OWN), node.value)
        except ValueError as error:
            raise self._error(str(error), node) from None

    def _is_bare(self, node: Any) -> bool:
        """Whether a plain scalar has the tag ``!``, which makes it text; the parser does not tell."""
        return bool(self._bare and _BARE.match(self._bare, node.start_mark.index))

    def _mapping(self, node: Any) -> dict[Any, Any]:
        result: dict[Any, Any] = {}
        own: set[Any] = set()
        for key_node, value_node in node.value:
            if self._dialect.merges and key_node.value == "<<" and key_node.tag in (_PLAIN, _MERGE):
                # In go-yaml what stands later wins, whether it is merged or not.
                result.update(self._merged(key_node, value_node))
                continue
            key = self._key(key_node)
            if key in own:
                raise self._error(f"duplicate key `{key}`", key_node, "keep one")
            own.add(key)
            result[key] = self.value(value_node)
        return result

    def _merged(self, key: Any, node: Any) -> dict[Any, Any]:
        """What ``<<`` brings in: of several mappings the first one wins. An alias of a list stands before its key."""
        value = self.value(node)
        listed = isinstance(value, list) and node.start_mark.index > key.start_mark.index
        result: dict[Any, Any] = {}
        for part in value if listed else [value]:
            if not isinstance(part, dict):
                raise self._error("a merge key (<<) takes a mapping, or a list of them", key)
            result = {**part, **result}
        return result

    def _key(self, node: Any) -> Any:
        try:
            return self._dialect.key(self.value(node))
        except TypeError as error:
            raise self._error(str(error), node) from None

    def _error(self, message: str, node: Any, fix: str = "") -> InputError:
        return InputError.of(message, _location(node.start_mark, self._file, self._first_line), fix)


_OWN = "tag:yaml.org,2002:"
_TEXT, _MERGE = f"{_OWN}str", f"{_OWN}merge"
_PLAIN = "!plain"
_BARE = re.compile(r"(?:&\S+\s+)?!(?=\s)")


def _location(mark: Any, file: str, first_line: int) -> Location:
    return Location(file, first_line + mark.line, mark.column + 1) if mark else Location(file, first_line)
