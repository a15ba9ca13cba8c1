"""Where a field stands in the text. Composed only when somebody asks: most files have no finding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tritonfleet.errors import Location
from tritonfleet.yamlio.documents import Document, split
from tritonfleet.yamlio.guard import compose
from tritonfleet.yamlio.scanning import Scanner


class Positions:
    """Answers "on which line and column is this path?" for the documents of one text."""

    def __init__(self, text: str, file: str, documents: Sequence[Document] | None = None) -> None:
        """``documents``: the text's documents, when they are split already; ``of`` counts in them."""
        self._text, self._file = text, file
        self._documents = documents
        self._roots: dict[int, Any] = {}
        self._scanners: dict[int, Scanner] = {}

    def of(self, path: Sequence[str | int], *, key: bool = False, document: int = 0) -> Location:
        """The place of the value at ``path``, or of its key; of the deepest part that exists, if it does not.

        ``path`` holds mapping keys and sequence indices. Text that cannot be composed gives the file alone.
        """
        place = self._scanner(document).find(path, key=key)
        if place is not None:
            return Location(self._file, self._document(document).line + place.line, place.column + 1)
        node, mark = self._root(document), None
        if node is None:
            return Location(self._file)
        mark = node.start_mark
        for part in path:
            found = child(node, part)
            if found is None:
                break
            key_node, node = found
            mark = (key_node if key and key_node is not None else node).start_mark
        first = self._document(document).line
        return Location(self._file, first + mark.line, mark.column + 1)

    def inside(self, path: Sequence[str | int], line: int, column: int, *, document: int = 0) -> Location:
        """Where a place (from 1) in the text at ``path`` stands; the field's, if that text is no block of lines."""
        node = self._root(document)
        for part in path:
            found = child(node, part) if node is not None else None
            node = found[1] if found else None
        if node is None or getattr(node, "style", None) != "|":
            return self.of(path, key=True, document=document)
        start = self._document(document)
        indent = _indent(start.text, node.start_mark.index)
        return Location(self._file, start.line + node.start_mark.line + line, indent + column)

    def _document(self, number: int) -> Document:
        if self._documents is None:
            # Markers alone make no document: `---` on the first line is not a second one.
            found = [document for document in split(self._text) if _has_content(document.text)]
            self._documents = found or [Document(self._text, 1)]
        return self._documents[min(number, len(self._documents) - 1)]

    def _scanner(self, number: int) -> Scanner:
        if number not in self._scanners:
            self._scanners[number] = Scanner(self._document(number).text)
        return self._scanners[number]

    def _root(self, number: int) -> Any:
        if number not in self._roots:
            self._roots[number] = compose(self._document(number).text)
        return self._roots[number]


def _indent(text: str, header: int) -> int:
    """How far the lines of a block are indented whose header (``|``) stands at this offset."""
    lines = text[header:].split("\n")[1:]
    first = next((line for line in lines if line.strip(" ")), "")
    return len(first) - len(first.lstrip(" "))


def _has_content(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def child(node: Any, part: str | int) -> tuple[Any, Any] | None:
    """The (key, value) nodes one step down, the key None in a sequence; None when there is no such step."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        return next(((k, v) for k, v in node.value if k.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None
