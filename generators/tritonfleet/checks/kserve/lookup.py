"""Names that lead to objects which may well live in another repository."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Undecided, Verdicts
from tritonfleet.checks.world import World

NEAR = 0.85
"""So alike are a name and its misspelling; two names that people chose are less alike."""

_LETTERS = 2


def refers(
    world: World,
    resource: Resource,
    path: Path,
    name: Any,
    *,
    kinds: Sequence[str],
    namespace: str,
    known: Iterable[str],
) -> Verdicts:
    """The verdict on a field that names an object of one of ``kinds``, of which ``known`` are seen here.

    A name that is not among them is a breach when the facts say which ones exist, or when it is nearly one of
    them; otherwise nobody can tell.
    """
    if not isinstance(name, str) or not name:
        return
    names = set(known)
    if name in names or any(world.facts.exists(kind, namespace, name) for kind in kinds):
        return
    others = [other for other in names if not _extends(name, other)]
    near = difflib.get_close_matches(name, others, n=1, cutoff=NEAR)
    if near:
        message = f"there is no {' or '.join(kinds)} `{name}`"
        yield Breach(resource, path, message, f"did you mean `{near[0]}`?")
    elif all(world.facts.knows(kind) for kind in kinds):
        where = f" in namespace {namespace}" if namespace else ""
        yield Breach(resource, path, f"there is no {' or '.join(kinds)} `{name}`{where}")
    else:
        unknown = next(kind for kind in kinds if not world.facts.knows(kind))
        yield Undecided(needs.existing(unknown))


def _extends(name: str, other: str) -> bool:
    """Whether one is the other with a word before or behind it: chosen, not misspelt."""
    return abs(len(name) - len(other)) > _LETTERS and (name in other or other in name)
