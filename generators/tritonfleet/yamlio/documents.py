"""A stream cut into its documents: a marker in the first column ends one, always (YAML 1.2, 9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tritonfleet.errors import InputError
from tritonfleet.yamlio.reading import place

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|\Z)", re.MULTILINE)
_CONTENT = re.compile(r"[ \t]+[^\s#]")
_DIRECTIVE = re.compile(r"^%(?=[A-Z])", re.MULTILINE)
_FOREIGN = re.compile(r"^%(?!TAG[ \t]|YAML[ \t]+1\.1[ \t]*(?:#.*)?\r?$)[A-Z].*", re.MULTILINE)
_SOURCE = re.compile(r"\s*# Source: (?P<source>\S.*)")


@dataclass(frozen=True, slots=True)
class Document:
    """One document's text and the line of the file (from 1) on which that text starts."""

    text: str
    line: int

    @property
    def origin(self) -> str:
        """The template that ``helm template`` says it rendered this from; empty when it says nothing."""
        match = _SOURCE.match(self.text)
        return match["source"].strip() if match else ""


def split(text: str) -> Iterator[Document]:
    """Every document of the stream in order, also those that turn out to be empty."""
    text = text.removeprefix("\ufeff")
    if "%" in text:
        # Directives end with their document's marker, so they would be cut off; versions do not matter here.
        text = _DIRECTIVE.sub("#", text)
    start, line = 0, 1
    for marker in _MARKER.finditer(text):
        yield Document(text[start : marker.start()], line)
        line += text.count("\n", start, marker.end())
        start = marker.end()
        if _CONTENT.match(text, start) and marker[0] == "---":
            start = marker.start()  # What may follow the marker, the parser knows.
    yield Document(text[start:], line)


def refuse_directives(text: str, file: str) -> None:
    """Raises InputError for a directive that go-yaml does not take: all but ``%TAG`` and version 1.1.

    Source: yaml/go-yaml:scannerc.go, yaml_parser_scan_directive; parserc.go, yaml_parser_process_directives (v2).
    """
    found = _FOREIGN.search(text) if "%" in text else None
    if found:
        message = f"Kubernetes does not read `{found[0].strip()[:60]}`: it knows %YAML 1.1 and %TAG"
        raise InputError.of(message, place(text, found.start(), file), "remove the line")
