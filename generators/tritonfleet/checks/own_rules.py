"""Users' own rules, out of the packages that are installed beside tritonfleet."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tritonfleet.checks.rule import Rule
from tritonfleet.errors import InputError

if TYPE_CHECKING:
    from importlib import metadata

ENTRY_POINTS = "tritonfleet.rules"
"""The entry-point group for users' own rules (``X001`` …): each names a Rule."""

_ID = re.compile(r"X\d{3}")


def own_rules() -> tuple[Rule, ...]:
    """Every rule of an installed package, by id. Raises InputError that names the entry point which is no rule."""
    return tuple(rule for rule, _ in _installed().values())


def package_of(rule_id: str) -> str | None:
    """The package that a user's own rule is from, empty if it has no name; None for one of ours."""
    return _installed()[rule_id][1] if rule_id in _installed() else None


@cache
def _installed() -> Mapping[str, tuple[Rule, str]]:
    """Users' own rules by id, each with its package."""
    if not _declared():
        return {}
    from importlib import metadata

    points = sorted(metadata.entry_points(group=ENTRY_POINTS), key=lambda point: (point.name, point.value))
    found: dict[str, tuple[Rule, str]] = {}
    for point in points:
        rule = _load(point)
        if rule.id in found:
            raise _unusable(point, f"there is another rule {rule.id}", "give each rule a number of its own")
        found[rule.id] = rule, _package(point)
    return {rule_id: found[rule_id] for rule_id in sorted(found)}


def _declared() -> bool:
    """Whether some installed package has such an entry point: seen without the module that knows all about packages."""
    for entry in map(Path, sys.path):
        if entry.is_file():
            return True
        if any(
            ENTRY_POINTS in found.read_text("utf-8", "replace")
            for found in entry.glob("*-info/entry_points.txt")
        ):
            return True
    return False


def _load(point: metadata.EntryPoint) -> Rule:
    try:
        loaded = point.load()
    except Exception as error:  # It runs code of somebody else, which may raise anything.
        what = f"{type(error).__name__}: {' '.join(str(error).split())}"
        raise _unusable(point, what, "mend or uninstall the package") from error
    if not isinstance(loaded, Rule):
        raise _unusable(point, f"it is {type(loaded).__name__}, not a Rule", "name the module's RULE")
    if not _ID.fullmatch(str(loaded.id)):
        raise _unusable(point, f"its rule is called {loaded.id}", "give it an id such as X001")
    return loaded


def _unusable(point: metadata.EntryPoint, what: str, fix: str) -> InputError:
    name = _package(point)
    package = f" of package {name}" if name else ""
    return InputError.of(f"entry point {point.name} = {point.value}{package}: {what}", fix=fix)


def _package(point: metadata.EntryPoint) -> str:
    return point.dist.name if point.dist else ""
