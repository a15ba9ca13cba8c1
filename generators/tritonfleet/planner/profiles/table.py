"""A CSV file with the place of every cell, so that a wrong number can be pointed at."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio import read_text

_NUMBER = re.compile(r"\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""As CSV writers put a number that is not negative; Python's own also takes ``1_000`` and ``inf``."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text between two commas, without quotes and blanks around it, and where it stands."""

    text: str
    where: Location

    def number(self) -> float:
        """A finite number, 0 or more; InputError for anything else."""
        value = float(self.text) if _NUMBER.fullmatch(self.text) else math.inf
        if value == math.inf:
            raise InputError.of(f"expected a number, 0 or more, got `{self.text}`", self.where)
        return value

    def integer(self) -> int:
        """A whole number, 1 or more; InputError for anything else."""
        value = self.number()
        if value < 1 or value != int(value):
            raise InputError.of(f"expected a whole number, 1 or more, got `{self.text}`", self.where)
        return int(value)


@dataclass(frozen=True, slots=True)
class Table:
    """A file's header and its rows, each row by column title."""

    file: str
    titles: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]


def read_table(path: Path) -> Table:
    """A CSV file with one header line. InputError, with its line, for an empty file or a row of another length."""
    file = str(path)
    lines = [(number, line) for number, line in enumerate(read_text(path).splitlines(), 1) if line.strip()]
    if not lines:
        raise InputError.of("is empty", Location(file, 1, 1), "expected a CSV table with a header line")
    titles = tuple(cell.text for cell in _cells(lines[0][1], Location(file, lines[0][0])))
    rows = tuple(_row(titles, line, Location(file, number)) for number, line in lines[1:])
    if not rows:
        raise InputError.of("has a header but no row", Location(file, lines[0][0], 1))
    return Table(file, titles, rows)


def _row(titles: tuple[str, ...], line: str, where: Location) -> dict[str, Cell]:
    cells = list(_cells(line, where))
    if len(cells) != len(titles):
        message = f"the row has {len(cells)} cells, the header {len(titles)}"
        raise InputError.of(message, Location(where.file, where.line, 1))
    return dict(zip(titles, cells, strict=True))


def _cells(line: str, where: Location) -> Iterator[Cell]:
    """The cells of one line. A cell may be in double quotes, but not go on in the next line."""
    column = 1
    for raw in _split(line):
        text = next(csv.reader([raw.strip()]), [""])
        indent = len(raw) - len(raw.lstrip())
        yield Cell(",".join(text).strip(), Location(where.file, where.line, column + indent))
        column += len(raw) + 1


def _split(line: str) -> Iterator[str]:
    """The line at its commas outside quotes."""
    start, quoted = 0, False
    for index, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            yield line[start:index]
            start = index + 1
    yield line[start:]
