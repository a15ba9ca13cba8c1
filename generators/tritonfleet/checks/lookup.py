"""Names that lead to objects which may well live in another repository."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    near = Slips(names).near(name)
    if near:
        message = f"there is no {' or '.join(kinds)} `{name}`"
        yield Breach(resource, path, message, f"did you mean `{near}`?")
    elif all(world.facts.knows(kind) for kind in kinds):
        where = f" in namespace {namespace}" if namespace else ""
        yield Breach(resource, path, f"there is no {' or '.join(kinds)} `{name}`{where}")
    else:
        unknown = next(kind for kind in kinds if not world.facts.knows(kind))
        yield Undecided(needs.existing(unknown))


class Slips:
    """Names, ready for the question of which of them another one is a slip of.

    A slip leaves all words but one as they are, and the first or the last letter of that one, so only few names have
    to be compared letter by letter.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
        ordered = sorted(names)
        self._any = bool(ordered)
        for name in ordered:
            for key in _keys(name):
                self._alike[key].append(name)

    def __bool__(self) -> bool:
        """Whether there is any name."""
        return self._any

    def near(self, name: str) -> str | None:
        """The first name, in order, that this one is a slip of."""
        found = (other for key in _keys(name) for other in self._alike.get(key, ()) if misspelt(name, other))
        return min(found, default=None)


def _keys(name: str) -> Iterator[tuple[object, ...]]:
    """What a name shares with those that differ from it by a slip in one word."""
    words = _WORDS.split(name)
    for place, word in enumerate(words):
        if len(word) >= _SHORTEST and _letters(word):
            rest = (place, *words[:place], None, *words[place + 1 :])
            yield (*rest, "first", word[0])
            yield (*rest, "last", word[-1])


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
