"""What people write: one document, YAML 1.2."""

from __future__ import annotations

from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio.documents import split
from tritonfleet.yamlio.parsing import parse
from tritonfleet.yamlio.reading import refuse_control_characters

MAX_LINE = 1_000_000
"""Characters. People do not write longer lines; a file that has one is something else."""


def load(text: str, file: str) -> Any:
    """The value of a file that holds one document, read as YAML 1.2 (``on`` is text, ``0123`` is 123).

    Raises InputError, with file:line:column, for all that is not one well-formed document: empty or binary
    text, tabs as indentation, duplicate keys, aliases that expand without bound, endless lines and nesting.
    """
    refuse_control_characters(text, file)
    _refuse_endless_lines(text, file)
    values: list[Any] = []
    for document in split(text):
        value = parse(document.text, file, document.line)
        if value is None:
            continue
        if values:
            where = Location(file, document.line, 1)
            raise InputError.of("a second document starts here, expected one", where, "use another file")
        values.append(value)
    if not values:
        raise InputError.of("is empty", Location(file, 1, 1), "expected a YAML mapping")
    return values[0]


def _refuse_endless_lines(text: str, file: str) -> None:
    if len(text) <= MAX_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            message = f"the line is {len(line):,} characters long, the limit is {MAX_LINE:,}"
            raise InputError.of(message, Location(file, number, MAX_LINE), "is this the right file?")
