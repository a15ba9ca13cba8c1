"""Names that lead to objects which may well live in another repository."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tritonfleet.checks import needs
from tritonfleet.checks.objects import Path, Resource
from tritonfleet.checks.rule import Breach, Undecided, Verdicts
from tritonfleet.checks.world import World

ALIKE = 0.75
"""So alike are a word and its misspelling; two words that people chose are less alike."""

_WORDS = re.compile(r"[-._/]")
_SHORTEST = 4


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
    near = [other for other in sorted(names) if misspelt(name, other)]
    if near:
        message = f"there is no {' or '.join(kinds)} `{name}`"
        yield Breach(resource, path, message, f"did you mean `{near[0]}`?")
    elif all(world.facts.knows(kind) for kind in kinds):
        where = f" in namespace {namespace}" if namespace else ""
        yield Breach(resource, path, f"there is no {' or '.join(kinds)} `{name}`{where}")
    else:
        unknown = next(kind for kind in kinds if not world.facts.knows(kind))
        yield Undecided(needs.existing(unknown))


def misspelt(name: str, other: str) -> bool:
    """Whether one name is a slip of the other: as many words, one of which differs, by a letter or two.

    Names that differ in a number, in a short word or in how many words they have were chosen so: ``bert-v1`` and
    ``bert-v2``, ``team-a`` and ``team-b``, ``bert`` and ``bert-canary``.
    """
    mine, theirs = _WORDS.split(name), _WORDS.split(other)
    different = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    if len(mine) != len(theirs) or len(different) != 1:
        return False
    first, second = different[0]
    if _letters(first) == _letters(second) or min(len(first), len(second)) < _SHORTEST:
        return False
    return difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


def _letters(word: str) -> str:
    return "".join(letter for letter in word if not letter.isdecimal())
