"""A command line as Triton's getopt_long reads it.

Source: triton-inference-server/server:src/command_line_parser.cc, TritonParser::Parse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from tritonfleet.checks.objects import Path
from tritonfleet.checks.triton.options import Option, Release, resolve
from tritonfleet.checks.triton.words import UNKNOWN, Word

_LEADING_NUMBER = re.compile(r"\s*[+-]?\d+")
TRUE, FALSE = ("true", "on", "1"), ("false", "off", "0")
"""What Triton takes for yes and for no, in any case."""


class Flag(NamedTuple):
    """One flag as it is given.

    written: its name without dashes, as written.  option: what it means; None if the release has no such flag.
    value: None where there is none; it may hold UNKNOWN.  path: the field of the flag, value_path: of the value.
    shell: whether it stands in a script.  joined: whether ``=`` joins name and value.  dashes: one or two.
    """

    written: str
    option: Option | None
    value: str | None
    path: Path
    value_path: Path
    shell: bool = False
    joined: bool = True
    dashes: int = 2

    @property
    def name(self) -> str:
        """The flag's full name."""
        return self.option.name if self.option else self.written

    @property
    def text(self) -> str | None:
        """The value; None where there is none, or where only the running container knows it."""
        return None if self.value is None or UNKNOWN in self.value else self.value

    def __str__(self) -> str:
        value = "" if self.value is None else f"={self.value.replace(UNKNOWN, '…')}"
        return f"--{self.written}{value}"


@dataclass(frozen=True, slots=True)
class Arguments:
    """What follows ``tritonserver``. ``complete``: every flag that the server gets is among ``flags``."""

    flags: Sequence[Flag] = ()
    leftovers: Sequence[Word] = ()
    complete: bool = False
    by_name: dict[str, list[Flag]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for flag in self.flags:
            self.by_name.setdefault(flag.name, []).append(flag)


def read_arguments(given: Sequence[Word], release: Release | None, *, complete: bool = True) -> Arguments:
    """The flags among the words, and the words that are neither a flag nor a flag's value."""
    return _read(tuple(given), release, complete)


@lru_cache(maxsize=4096)
def _read(given: tuple[Word, ...], release: Release | None, complete: bool) -> Arguments:
    flags: list[Flag] = []
    leftovers: list[Word] = []
    waiting = list(reversed(given))
    while waiting:
        word = waiting.pop()
        name, joined, value = word.text.removeprefix("--").partition("=")
        if word.text == "--":
            leftovers.extend(reversed(waiting))
            break
        if UNKNOWN in name or (UNKNOWN in word.text and not word.text.startswith("-")):
            complete = False
        elif word.text.startswith("--"):
            flags.append(_flag(name, word, value if joined else None, waiting, release))
        elif word.text.startswith("-") and len(word.text) > 1:
            flags.append(Flag(word.text[1:], None, None, word.path, word.path, word.shell, dashes=1))
        else:
            leftovers.append(word)
    return Arguments(flags, leftovers, complete)


def _flag(name: str, word: Word, value: str | None, waiting: list[Word], release: Release | None) -> Flag:
    option = resolve(name, release)
    if value is None and waiting:
        takes = option.takes_value if option else not waiting[-1].text.startswith("-")
        if takes:
            following = waiting.pop()
            return Flag(name, option, following.text, word.path, following.path, word.shell, joined=False)
    return Flag(name, option, value, word.path, word.path, word.shell)


def as_switch(text: str) -> bool | None:
    """What Triton reads as yes or no; None for anything else."""
    lowered = text.lower()
    return True if lowered in TRUE else False if lowered in FALSE else None


def as_number(text: str) -> int | None:
    """What C++ reads as a whole number: it stops at the first character that is no digit."""
    match = _LEADING_NUMBER.match(text)
    return int(match[0]) if match and len(match[0]) <= 20 else None
