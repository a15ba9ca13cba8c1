"""Versions of tools: parsed from what a program prints, compared by number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, Self


class Version(NamedTuple):
    """major.minor.patch; ordered. A pre-release counts as its release."""

    major: int
    minor: int
    patch: int

    @classmethod
    def find(cls, text: str) -> Self | None:
        """The first version number in a program's output; ``v4.3`` reads as 4.3.0."""
        match = re.search(r"(?<![\d.])(\d+)\.(\d+)(?:\.(\d+))?", text)
        return cls(*(int(part or 0) for part in match.groups())) if match else None

    @classmethod
    def parse(cls, text: str) -> Self:
        """A version that must be there; ValueError when it is not."""
        version = cls.find(text)
        if version is None:
            raise ValueError(f"no version number in {text!r}")
        return version

    def __str__(self) -> str:
        return ".".join(map(str, self))


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The versions from ``start`` (included) to ``below`` (excluded)."""

    start: Version
    below: Version

    def __contains__(self, version: Version) -> bool:
        return self.start <= version < self.below

    def __str__(self) -> str:
        return f">={self.start},<{self.below}"
