"""Edits of YAML text at the places that the parser gives: nothing but the edited value changes, comments stay.

Not by a library that reads and writes YAML with its comments (ruamel.yaml): with a removed key it removes the
comment of the next one, and it writes ``null`` and the indentation of lists its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tritonfleet.errors import Mend
from tritonfleet.fixing.meaning import as_meant
from tritonfleet.fixing.written import as_json, as_yaml, is_json
from tritonfleet.yamlio.documents import Document, split
from tritonfleet.yamlio.guard import compose
from tritonfleet.yamlio.positions import child


class Splice(NamedTuple):
    """The text from ``start`` to ``end`` is replaced."""

    start: int
    end: int
    text: str


def edited(text: str, mends: Sequence[Mend]) -> tuple[str, list[Mend]]:
    """The text with the edits that can be made, and those edits.

    Left out are edits of what is not there, those that meet another one, and any after which the document would not
    say what was meant.
    """
    done: list[Mend] = []
    for mend in dict.fromkeys(mends):
        changed = _edit(text, mend)
        if changed is not None and changed != text:
            text = changed
            done.append(mend)
    return text, done


def _edit(text: str, mend: Mend) -> str | None:
    documents = list(split(text))
    if mend.document >= len(documents) or not mend.path or documents[mend.document].text not in text:
        return None
    document = documents[mend.document]
    splice = _splice(document, mend)
    if splice is None:
        return None
    changed = document.text[: splice.start] + splice.text + document.text[splice.end :]
    if not as_meant(document.text, changed, mend):
        return None
    offset = _offset(text, documents, mend.document)
    return text[:offset] + changed + text[offset + len(document.text) :]


def _offset(text: str, documents: Sequence[Document], number: int) -> int:
    """Where a document's text begins: they stand in order, markers between them."""
    offset = 0
    for document in documents[:number]:
        offset = text.index(document.text, offset) + len(document.text)
    return text.index(documents[number].text, offset)


def _splice(document: Document, mend: Mend) -> Splice | None:
    node: Any = compose(document.text)
    written = as_json if is_json(document.text) else as_yaml
    for part in mend.path[:-1]:
        found = child(node, part) if node is not None else None
        node = found[1] if found else None
    if node is None:
        return None
    found = child(node, mend.path[-1])
    match mend.action:
        case "rename" if found and found[0] is not None and not child(node, mend.value):
            return Splice(found[0].start_mark.index, found[0].end_mark.index, written(mend.value))
        case "set" if found:
            return Splice(found[1].start_mark.index, found[1].end_mark.index, written(mend.value))
        case "set":
            return _insertion(document.text, node, mend, written)
        case "remove" if found and found[0] is not None:
            return _removal(document.text, node, found)
    return None


def _insertion(text: str, node: Any, mend: Mend, written: Callable[[Any], str]) -> Splice | None:
    """A new key after the last one of its mapping."""
    import yaml

    if not isinstance(node, yaml.MappingNode) or not isinstance(mend.path[-1], str):
        return None
    entry = f"{written(mend.path[-1])}: {written(mend.value)}"
    if node.flow_style:
        at = _last_of_flow(node) if node.value else node.end_mark.index - 1
        return Splice(at, at, f", {entry}" if node.value else entry)
    column = node.value[0][0].start_mark.column
    end = _end_of_line(text, _last(node))
    at = end - 1 if text[end - 1 : end] == "\r" else end
    line_break = "\r\n" if "\r\n" in text else "\n"
    return Splice(at, at, f"{line_break}{' ' * column}{entry}")


def _last_of_flow(node: Any) -> int:
    """Where the last entry of a mapping in braces ends; an entry without a value ends with its key."""
    key, value = node.value[-1]
    return int(max(key.end_mark.index, value.end_mark.index))


def _last(node: Any) -> int:
    """Where the content of a node ends: a block's own end lies behind the blank lines and comments after it."""
    import yaml

    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _end_of_line(text: str, offset: int) -> int:
    # A block of text ends with its last line break.
    offset = offset - 1 if offset and text[offset - 1] == "\n" else offset
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _removal(text: str, node: Any, found: tuple[Any, Any]) -> Splice | None:
    key, value = found
    if len(node.value) == 1:
        # An empty mapping is not the same as none: that is not for an edit to decide.
        return None
    if not node.flow_style:
        if text[: key.start_mark.index].rpartition("\n")[2].strip():
            return None  # The first key after a dash.
        start = key.start_mark.index - key.start_mark.column
        return Splice(start, min(len(text), _end_of_line(text, _last(value)) + 1), "")
    place = [k for k, _ in node.value].index(key)
    if place:
        return Splice(node.value[place - 1][1].end_mark.index, value.end_mark.index, "")
    return Splice(key.start_mark.index, node.value[1][0].start_mark.index, "")
