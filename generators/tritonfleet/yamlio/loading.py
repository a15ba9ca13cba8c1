"""One document: what people write, in YAML 1.2, or what Kubernetes reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tritonfleet.errors import InputError, Location
from tritonfleet.yamlio.dialects import differs
from tritonfleet.yamlio.documents import Document, refuse_directives, split
from tritonfleet.yamlio.parsing import parse
from tritonfleet.yamlio.reading import refuse_control_characters

MAX_LINE = 1_000_000
"""Characters. People do not write longer lines; a file that has one is something else."""
WORTH_TWO = 1_000_000
"""Characters from which on a second process pays for itself."""
TOGETHER = 200
"""Documents a task."""


def load(text: str, file: str) -> Any:
    """The value of a file that holds one document, read as YAML 1.2 (``on`` is text, ``0123`` is 123).

    Raises InputError, with file:line:column, for all that is not one well-formed document: empty or binary
    text, tabs as indentation, duplicate keys, aliases that expand without bound, endless lines and nesting.
    """
    _refuse_endless_lines(text, file)
    value = _only(text, file, lambda document: parse(document.text, file, document.line))
    if value is None:
        raise InputError.of("is empty", Location(file, 1, 1), "expected a YAML mapping")
    return value


def load_kubernetes(text: str, file: str) -> Any:
    """The value of a file that holds one document, read as Helm and the API server do (``on`` is true).

    None when it is empty. Raises InputError like ``load``.
    """
    refuse_directives(text, file)
    return _only(text, file, lambda document: read_kubernetes(document, file))


def read_kubernetes(document: Document, file: str) -> Any:
    """The value of one document as go-yaml reads it; None when it is empty."""
    try:
        value = parse(document.text, file, document.line)
    except InputError as refused:
        from tritonfleet.yamlio.goyaml import reread

        return reread(document.text, file, document.line, refused)
    if value is None or not differs(document.text):
        return value
    from tritonfleet.yamlio.goyaml import construct

    return construct(document.text, file, document.line)


def read_all(documents: Sequence[Document], files: Sequence[str]) -> list[Any]:
    """``read_kubernetes`` of each document of its file, or the InputError it ends with; much by two processes."""
    values: dict[int, Any] = {}
    if sum(len(document.text) for document in documents) > WORTH_TWO:
        import marshal

        from tritonfleet.parallel import can_fork, in_two

        if can_fork():
            tasks = [
                range(start, min(start + TOGETHER, len(documents)))
                for start in range(0, len(documents), TOGETHER)
            ]
            values = dict(in_two(len(tasks), lambda n: _read(documents, files, tasks[n]), marshal))
    return [values[n] if n in values else _value(documents[n], files[n]) for n in range(len(documents))]


def _read(
    documents: Sequence[Document], files: Sequence[str], numbers: Iterable[int]
) -> list[tuple[int, Any]]:
    """Number and value of each document, those left out that cannot be read."""
    found = ((number, _value(documents[number], files[number])) for number in numbers)
    return [(number, value) for number, value in found if not isinstance(value, InputError)]


def _value(document: Document, file: str) -> Any:
    try:
        return read_kubernetes(document, file)
    except InputError as error:
        return error


def _only(text: str, file: str, read: Callable[[Document], Any]) -> Any:
    """The value of the one document that is not empty, None without any."""
    refuse_control_characters(text, file)
    found: Any = None
    for document in split(text):
        value = read(document)
        if value is not None and found is not None:
            where = Location(file, document.line, 1)
            raise InputError.of("a second document starts here, expected one", where, "use another file")
        found = value if found is None else found
    return found


def _refuse_endless_lines(text: str, file: str) -> None:
    if len(text) <= MAX_LINE:
        return
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            message = f"the line is {len(line):,} characters long, the limit is {MAX_LINE:,}"
            raise InputError.of(message, Location(file, number, MAX_LINE), "is this the right file?")
