"""What a slip does to a value."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from mutation.mistakes import Change
from mutation.places import GONE


def dropped(value: Any, random: Random) -> Any:
    """Forget the field."""
    return GONE


def misspelt(value: Any, random: Random) -> Any:
    """Swap two letters, or leave one out."""
    if not isinstance(value, str):
        return value
    swaps = [n for n in range(1, len(value) - 1) if value[n] != value[n + 1] and value[n : n + 2].isalpha()]
    if swaps and random.random() < 0.5:
        n = random.choice(swaps)
        return value[:n] + value[n + 1] + value[n] + value[n + 2 :]
    letters = [n for n in range(1, len(value)) if value[n].isalpha()]
    if not letters:
        return value
    n = random.choice(letters)
    return value[:n] + value[n + 1 :]


def to(new: Any) -> Change:
    """Write this instead."""
    return lambda value, random: new


def swapped(pairs: dict[Any, Any]) -> Change:
    """Write another of the known values instead; what is not among them stays."""
    return lambda value, random: pairs.get(value, value)


def times(factor: float) -> Change:
    """Be wrong by a factor."""

    def change(value: Any, random: Random) -> Any:
        try:
            number = float(value) * factor
        except (TypeError, ValueError):
            return value
        new: float | int = int(number) if number.is_integer() else number
        return str(new) if isinstance(value, str) else new

    return change


def plus(number: int) -> Change:
    """Be off by a number."""
    return lambda value, random: value + number if isinstance(value, int) else value


def text(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Change:
    """Change one place of a text where the pattern matches."""
    compiled = re.compile(pattern)

    def change(value: Any, random: Random) -> Any:
        found = list(compiled.finditer(value)) if isinstance(value, str) else []
        if not found:
            return value
        match = random.choice(found)
        replacement = match.expand(new) if isinstance(new, str) else new(match)
        return value[: match.start()] + replacement + value[match.end() :]

    return change


def misspelt_in(pattern: str) -> Change:
    """Misspell a word of a text: the first group of the pattern."""
    compiled = re.compile(pattern)

    def change(value: Any, random: Random) -> Any:
        found = list(compiled.finditer(value)) if isinstance(value, str) else []
        if not found:
            return value
        start, end = random.choice(found).span(1)
        return value[:start] + misspelt(value[start:end], random) + value[end:]

    return change


def having(**fields: Any) -> Change:
    """Set fields of a mapping."""
    return lambda value, random: {**value, **fields}


def lacking(*fields: str) -> Change:
    """Leave fields of a mapping out."""
    return lambda value, random: {key: each for key, each in value.items() if key not in fields}


def appended(*new: Any) -> Change:
    """Add to a list."""
    return lambda value, random: [*value, *new]


def repeated(value: Any, random: Random) -> Any:
    """Say the last item of a list twice."""
    return [*value, value[-1]]


def without(pattern: str) -> Change:
    """Leave one text out of a list: one that the pattern matches."""
    compiled = re.compile(pattern)

    def change(value: Any, random: Random) -> Any:
        found = [n for n, each in enumerate(value) if isinstance(each, str) and compiled.match(each)]
        if not found:
            return value
        n = random.choice(found)
        return value[:n] + value[n + 1 :]

    return change


def argument(pattern: str, new: str) -> Change:
    """Change one argument of a command line: one that the pattern matches from its beginning."""
    compiled = re.compile(pattern)

    def change(value: Any, random: Random) -> Any:
        found = [n for n, each in enumerate(value) if isinstance(each, str) and compiled.match(each)]
        if not found:
            return value
        n = random.choice(found)
        return [*value[:n], compiled.sub(new, value[n], count=1), *value[n + 1 :]]

    return change
