"""A mistake people make, as an operator: every place of a tree where it can be made gives a mutant."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from mutation.bases import Base, Identity, Object, identity
from mutation.places import Path, places, put, words

Change = Callable[[Any, Random], Any]
"""The new value of a field; the old one where the mistake cannot be made."""
Make = Callable[[Base, Random], Iterator["Mutant"]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A tree with one mistake. ``named``: the objects of which a finding has to name one."""

    base: Base
    what: str
    objects: Sequence[Object]
    named: frozenset[Identity]


@dataclass(frozen=True, slots=True)
class Operator:
    """A kind of mistake. ``practice``: what it breaks is better practice, so a finding of severity info counts."""

    name: str
    make: Make
    practice: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """Fields of objects: ``pattern`` is a path with blanks between its parts, ``*`` for any; see ``places``.

    ``only``: the objects in which the change is a mistake at all. ``bases``: the trees that know enough to tell.
    """

    kinds: Collection[str]
    pattern: str
    only: Callable[[Object], bool] = bool
    bases: Collection[str] = ()

    def objects(self, base: Base) -> Iterator[Object]:
        """The objects of a tree that have such fields."""
        if not self.bases or base.name in self.bases:
            yield from filter(self.only, base.of_kinds(self.kinds))


def mistake(
    name: str, where: At, change: Change, also: Collection[str] = (), *, practice: bool = False
) -> Operator:
    """Change a field. ``also``: kinds of other objects that have the old value, and may be named instead."""

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for obj in where.objects(base):
            for path, old in places(obj, where.pattern):
                mutant = _changed(base, obj, path, change(copy.deepcopy(old), random), also)
                if mutant:
                    yield mutant

    return Operator(name, make, practice)


def _changed(base: Base, obj: Object, path: Path, new: Any, also: Collection[str]) -> Mutant | None:
    changed = put(obj, path, new)
    if changed == obj:
        return None
    gone = words(obj) - words(changed)
    # What only adds something says nothing about whom it concerns: then every object of those kinds may be named.
    others = peers(base, also, {*gone, identity(obj)[2]}) if gone else set(map(identity, base.of_kinds(also)))
    named = {identity(obj), identity(changed), *others} if also else {identity(obj), identity(changed)}
    what = f"{identity(obj)[0]} {identity(obj)[2]} {' '.join(map(str, path))}"
    return Mutant(base, what, base.without(obj, changed), frozenset(named))


def deletion(name: str, kinds: Collection[str], also: Collection[str]) -> Operator:
    """Leave an object out that others of these kinds name; where nothing names it, there is no mistake."""

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for obj in base.of_kinds(kinds):
            others = peers(base, also, {identity(obj)[2]})
            if others:
                what = f"{identity(obj)[0]} {identity(obj)[2]}"
                yield Mutant(base, what, base.without(obj), frozenset(others))

    return Operator(name, make)


def addition(
    name: str, kinds: Collection[str], another: Callable[[Object], Object], *, practice: bool = False
) -> Operator:
    """Put another object beside one."""

    def make(base: Base, random: Random) -> Iterator[Mutant]:
        for obj in base.of_kinds(kinds):
            new = another(copy.deepcopy(obj))
            what = f"{identity(new)[0]} {identity(new)[2]} beside {identity(obj)[2]}"
            named = frozenset({identity(obj), identity(new)})
            yield Mutant(base, what, base.without(obj, obj, new), named)

    return Operator(name, make, practice)


def peers(base: Base, kinds: Collection[str], wanted: Collection[str]) -> set[Identity]:
    """The objects of these kinds that have one of the words somewhere."""
    return {identity(obj) for obj in base.of_kinds(kinds) if words(obj).keys() & wanted} if kinds else set()
