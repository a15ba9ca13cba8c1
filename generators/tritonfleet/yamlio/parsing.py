"""One YAML document through the fast parser, guarded: every failure is an InputError with its place."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

from tritonfleet.errors import InputError, Location, Problem
from tritonfleet.yamlio.guard import MAX_ALIASED, compose, refuse_bombs

_AT = re.compile(r"line (\d+), column (\d+)")


def parse(text: str, file: str, first_line: int = 1) -> Any:
    """The value of one document; None when it is empty. ``first_line`` is where the text starts in its file.

    YAML 1.2 scalars (yaml-rs). Duplicate keys, alias bombs and bottomless nesting raise InputError.
    """
    # yaml-rs 0.1.6 was seen to crash the process in any thread but the main one.
    fast = threading.current_thread() is threading.main_thread()
    try:
        refuse_bombs(text, file, first_line, flow=not fast)
        return (_fast if fast else _slow)(text, file, first_line)
    except UnicodeEncodeError:
        raise InputError.of("is no text: it has half of a surrogate pair", Location(file)) from None


def _slow(text: str, file: str, first_line: int) -> Any:
    from tritonfleet.yamlio.core import construct

    return construct(text, file, first_line)


def _fast(text: str, file: str, first_line: int) -> Any:
    import yaml_rs

    try:
        return yaml_rs.loads(text, parse_datetime=False, alias_limits=_limits())
    except yaml_rs.YAMLDecodeError as error:
        raise _explained(str(error), text, file, first_line) from None
    except TypeError:
        raise InputError.of(
            "has a key that is a collection", Location(file, first_line), "use text"
        ) from None


@cache
def _limits() -> Any:
    import yaml_rs

    return yaml_rs.AliasLimits(max_total_replayed_events=MAX_ALIASED)


def _explained(report: str, text: str, file: str, first_line: int) -> InputError:
    """The parser's report as our error. Its last line says what; a header says where, if it knows."""
    if "alias replay" in report:
        return InputError.of("its aliases nest too deeply", Location(file, first_line), "write them out")
    if "duplicate mapping key" in report:
        found = duplicates(text, file, first_line)
        return InputError(*found) if found else InputError.of(report[:200], Location(file, first_line))
    at = _AT.search(report)
    line, column = (int(at[1]), int(at[2])) if at else (1, 0)
    what = report.splitlines()[-1].strip()[:200]
    fix = "indent with spaces, not tabs" if what.startswith("tabs ") else ""
    if "recursion" in what or "depth" in what:
        what, fix = "it nests too deeply", "flatten it"
    return InputError.of(f"is not valid YAML: {what}", Location(file, first_line + line - 1, column), fix)


def duplicates(text: str, file: str, first_line: int = 1) -> list[Problem]:
    """A Problem for every key that its mapping has already, naming both places. The parser names neither."""
    import yaml

    problems: list[Problem] = []
    pending, seen = [compose(text)], set[int]()
    while pending:
        node = pending.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            problems.extend(_repeated(node, file, first_line))
            pending.extend(value for _, value in node.value)
        else:
            pending.extend(node.value)
    return sorted(problems, key=lambda problem: problem.location.line if problem.location else 0)


def _repeated(mapping: Any, file: str, first_line: int) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for key, _ in mapping.value:
        if not isinstance(key.value, str):
            continue
        where = Location(file, first_line + key.start_mark.line, key.start_mark.column + 1)
        if key.value in first:
            yield Problem(f"duplicate key `{key.value}`, first on line {first[key.value]}", where, "keep one")
        first.setdefault(key.value, where.line)
