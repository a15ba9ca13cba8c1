"""A stream cut into its documents: a marker in the first column ends one, always (YAML 1.2, 9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tritonfleet.errors import InputError
from tritonfleet.yamlio.reading import place

_MARKERS = ("---", "...")
_AFTER_MARKER = frozenset((" ", "\t", "\r", "\n", ""))
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
    if _has_directive(text):
        # Directives end with their document's marker, so they would be cut off; versions do not matter here.
        text = _DIRECTIVE.sub("#", text)
    start, line = 0, 1
    for marker in _markers(text):
        end = marker + 3
        yield Document(text[start:marker], line)
        line += text.count("\n", start, end)
        # What may follow a marker on its line, the parser knows.
        start = marker if text[marker] == "-" and _CONTENT.match(text, end) else end
    yield Document(text[start:], line)


def _markers(text: str) -> Iterator[int]:
    """Where the lines begin that hold a marker: many times faster than a regular expression that looks at all lines."""
    if text.startswith(_MARKERS) and text[3:4] in _AFTER_MARKER:
        yield 0
    found = {marker: text.find(f"\n{marker}") for marker in _MARKERS}
    while places := [place for place in found.values() if place >= 0]:
        place = min(places)
        if text[place + 4 : place + 5] in _AFTER_MARKER:
            yield place + 1
        marker = text[place + 1 : place + 4]
        found[marker] = text.find(f"\n{marker}", place + 1)


def _has_directive(text: str) -> bool:
    return text.startswith("%") or "\n%" in text


def refuse_directives(text: str, file: str) -> None:
    """Raises InputError for a directive that go-yaml does not take: all but ``%TAG`` and version 1.1.

    Source: yaml/go-yaml:scannerc.go, yaml_parser_scan_directive; parserc.go, yaml_parser_process_directives (v2).
    """
    found = _FOREIGN.search(text) if _has_directive(text) else None
    if found:
        message = f"Kubernetes does not read `{found[0].strip()[:60]}`: it knows %YAML 1.1 and %TAG"
        raise InputError.of(message, place(text, found.start(), file), "remove the line")
