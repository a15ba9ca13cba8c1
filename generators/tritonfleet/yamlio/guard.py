"""Refuses documents that would bring a native parser down: bottomless nesting, alias bombs, self-reference.

Cheap for ordinary text, which only needs a few searches. A suspicious document is read once as a stream of
events, without recursion and without building anything.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio.composing import composed

MAX_DEPTH = 200
MAX_ALIASED = 100_000
"""How many nodes aliases may add to a document."""

# Whatever nests deeper has a line indented this far (two levels may share a column), or this many indicators
# in a row.
_INDENTED = " " * (MAX_DEPTH // 2)
_COMPACT = re.compile(r"[-?:][ \t]+[-?:][ \t]+[-?:][ \t]+(?:[-?:][ \t]+){61}")
_START = re.compile(r"^[ \t]*(?:[-?:][ \t]+)*", re.MULTILINE)
_ANCHOR = re.compile(r"(?:^|[\s\[{,])&[^\s&=|]")
_ALIAS = re.compile(r"(?:^|[\s\[{,])\*[^\s*=|]")


def refuse_bombs(text: str, file: str, first_line: int = 1, *, flow: bool = False) -> None:
    """Raises InputError when the document contains itself, or exceeds MAX_DEPTH or MAX_ALIASED.

    ``flow``: whether brackets count, too. yaml-rs has a limit of its own for them, PyYAML has none.
    """
    brackets = text.count("[") + text.count("{") if flow else 0
    nests = brackets > MAX_DEPTH or _COMPACT.search(text) or (_INDENTED in text and _may_nest(text))
    aliases = "&" in text and "*" in text and _ANCHOR.search(text) and _ALIAS.search(text)
    if nests or aliases:
        _count(text, file, first_line)


def _may_nest(text: str) -> bool:
    """Whether blocks begin in more columns than MAX_DEPTH allows; in one there are two of them at most."""
    starts = set(_START.findall(text))
    columns = {place for start in starts for place, sign in enumerate(f"{start}x") if sign not in " :"}
    return 2 * len(columns) > MAX_DEPTH or any("\t" in start for start in starts)


def compose(text: str) -> Any:
    """PyYAML's nodes of one document, without types; None when it is empty, no YAML or no text, or a bomb."""
    import yaml

    try:
        refuse_bombs(text, "", flow=True)
        return composed(text, _untyped())
    except (yaml.YAMLError, InputError, UnicodeEncodeError):
        return None


@cache
def _untyped() -> Any:
    """A loader that does not resolve the types of scalars, which takes most of the time of composing."""
    import yaml

    class Loader(yaml.CBaseLoader):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
            return ""

        def descend_resolver(self, current_node: Any, current_index: Any) -> None:
            return

        def ascend_resolver(self) -> None:
            return

    return Loader


def _count(text: str, file: str, first_line: int) -> None:
    import yaml

    count = _Count()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            problem = count.take(event)
            if problem:
                mark = event.start_mark
                where = Location(file, first_line + mark.line, mark.column + 1) if mark else None
                raise InputError.of(problem, where, "flatten it, or write the repeated parts out")
    except yaml.YAMLError:
        return  # the parser proper says what is wrong, and where


class _Count:
    """Size and height of what is open, and of every anchor; alias events add what they stand for."""

    def __init__(self) -> None:
        self._open: list[list[Any]] = [["", 0, 0]]  # anchor, nodes, height
        self._anchors: dict[str, tuple[int, int]] = {}
        self._added = 0

    def take(self, event: Any) -> str:
        """What is wrong after this event; empty while all is well."""
        import yaml

        if isinstance(event, yaml.CollectionStartEvent):
            self._open.append([event.anchor, 1, 1])
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, nodes, height = self._open.pop()
            self._close(anchor, nodes, height)
        elif isinstance(event, yaml.ScalarEvent):
            self._close(event.anchor, 1, 0)
        elif isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor or "")
        return self._too_deep(0)

    def _alias(self, anchor: str) -> str:
        if any(anchor == opened[0] for opened in self._open):
            return f"the alias *{anchor} stands inside what it names"
        nodes, height = self._anchors.get(anchor, (1, 0))
        self._added += nodes
        self._close(None, nodes, height)
        if self._added > MAX_ALIASED:
            return f"its aliases (*name) add more than {MAX_ALIASED:,} nodes"
        return self._too_deep(height)

    def _too_deep(self, height: int) -> str:
        too_deep = len(self._open) - 1 + height > MAX_DEPTH
        return f"nests deeper than {MAX_DEPTH} levels" if too_deep else ""

    def _close(self, anchor: str | None, nodes: int, height: int) -> None:
        """A node is complete: it counts for the one around it, and for its anchor."""
        around = self._open[-1]
        around[1] += nodes
        around[2] = max(around[2], height + 1)
        if anchor:
            self._anchors[anchor] = (nodes, height)
