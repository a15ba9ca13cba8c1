"""Kubernetes objects out of YAML or JSON, as the API server would read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tritonfleet.checks.finding import ObjectRef
from tritonfleet.errors import InputError, Location, Mend, Problem
from tritonfleet.yamlio.documents import Document, refuse_directives, split
from tritonfleet.yamlio.gojson import values
from tritonfleet.yamlio.loading import read_all
from tritonfleet.yamlio.positions import Positions
from tritonfleet.yamlio.reading import refuse_control_characters

Path = Sequence[str | int]
_NOTHING: dict[str, Any] = {}
_READ = Document("", 1)
"""Stands for what JSON's own parser has read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One Kubernetes object and where it was read.

    ``document`` counts the documents of the file from 0. ``prefix`` is the object's path inside its document:
    empty, or ``("items", 3)`` in a List. ``origin`` is the template that ``helm template`` names, if it does.
    """

    data: dict[str, Any]
    file: str
    document: int = 0
    origin: str = ""
    prefix: tuple[str | int, ...] = ()
    _positions: Positions | None = field(default=None, repr=False, compare=False)

    @property
    def ref(self) -> ObjectRef:
        """The object's identity. Absent parts are empty text."""
        metadata = self.data.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        return ObjectRef(
            str(self.data.get("apiVersion", "")),
            str(self.data.get("kind", "")),
            str(metadata.get("name") or metadata.get("generateName") or ""),
            str(metadata.get("namespace") or ""),
        )

    def location(self, path: Path = ()) -> Location:
        """Where the field at ``path`` stands: its key, or the deepest part of the path that exists."""
        if self._positions is None:
            return Location(self.file)
        return self._positions.of((*self.prefix, *path), key=True, document=self.document)

    def in_file(self, mend: Mend) -> Mend | None:
        """An edit of the object as one of its file; None for an object that was not read from a file."""
        if self._positions is None:
            return None
        return replace(mend, path=(*self.prefix, *mend.path), document=self.document)

    def location_inside(self, path: Path, line: int, column: int) -> Location:
        """Where a place (from 1) in the text of the field at ``path`` stands; the field's, where that is not plain."""
        if self._positions is None:
            return Location(self.file)
        return self._positions.inside((*self.prefix, *path), line, column, document=self.document)


def load_manifests(text: str, file: str) -> list[Manifest]:
    """Every object of a stream of YAML documents or of JSON values, Lists flattened, empty documents dropped.

    Raises InputError with a Problem for every document that is no object; nothing is half read.
    """
    return load_streams([(text, file)])


def load_streams(streams: Iterable[tuple[str, str]]) -> list[Manifest]:
    """``load_manifests`` of several texts, each with the name of its file: many are read by two processes."""
    read = read_streams(streams)
    problems = [p for each in read if isinstance(each, InputError) for p in each.problems]
    if problems:
        raise InputError(*problems)
    return [manifest for each in read if not isinstance(each, InputError) for manifest in each]


def read_streams(streams: Iterable[tuple[str, str]]) -> list[list[Manifest] | InputError]:
    """The objects of each text, or the InputError that ``load_manifests`` raises for it."""
    opened = [_opened(text, file) for text, file in streams]
    parts = [part for each in opened if not isinstance(each, InputError) for part in each]
    read = iter(read_all([document for _, document in parts], [place.file for place, _ in parts]))
    return [each if isinstance(each, InputError) else _objects_of(each, read) for each in opened]


def _opened(text: str, file: str) -> list[tuple[Manifest, Document]] | InputError:
    """What is to be read: JSON is read here already."""
    try:
        refuse_control_characters(text, file)
        refuse_directives(text, file)
        whole = _from_json(text, file) if text.lstrip()[:1] in ("{", "[") else None
    except InputError as error:
        return error
    if whole is not None:
        return [(manifest, _READ) for manifest in whole]
    documents = list(split(text))
    positions = Positions(text, file, documents)
    return [
        (Manifest(_NOTHING, file, number, document.origin, (), positions), document)
        for number, document in enumerate(documents)
    ]


def _objects_of(
    parts: Sequence[tuple[Manifest, Document]], read: Iterator[Any]
) -> list[Manifest] | InputError:
    manifests, problems = list[Manifest](), list[Problem]()
    for place, _ in parts:
        try:
            manifests += _objects_at(place, next(read))
        except InputError as error:
            problems += error.problems
    return InputError(*problems) if problems else manifests


def _objects_at(place: Manifest, value: Any) -> Iterable[Manifest]:
    if isinstance(value, InputError):
        raise value
    if place.data is not _NOTHING:
        return (place,)
    if value is None:
        return ()
    # As ``replace`` would, which takes as long as parsing a small object.
    whole = Manifest(value, place.file, place.document, place.origin, place.prefix, place._positions)
    return (whole,) if _is_one_object(value) else _objects(whole)


def _is_one_object(value: Any) -> bool:
    """Whether this is an object, and no List."""
    if type(value) is not dict:
        return False
    version, kind = value.get("apiVersion"), value.get("kind")
    named = isinstance(version, str) and isinstance(kind, str) and bool(version and kind)
    return named and not str(kind).endswith("List")


def _from_json(text: str, file: str) -> list[Manifest] | None:
    """The objects of one or several JSON values; None when the text is not JSON (it may be YAML)."""
    positions = Positions(text, file, [Document(text, 1)])
    manifests: list[Manifest] = []
    try:
        for data in values(text):
            manifests.extend(_objects(Manifest(data, file, 0, "", (), positions)))
    except (ValueError, RecursionError):
        return None
    return manifests


def _objects(manifest: Manifest) -> Iterator[Manifest]:
    """The object itself, or the items of a List."""
    data = manifest.data
    if not isinstance(data, dict):
        got = "a list" if isinstance(data, list) else repr(data)[:60]
        where = manifest.location()
        raise InputError.of(
            f"expected a Kubernetes object, got {got}", where, "one object a document, or a List"
        )
    kind, items = data.get("kind"), data.get("items")
    if isinstance(kind, str) and kind.endswith("List") and isinstance(items, list):
        for number, item in enumerate(items):
            if isinstance(item, dict) and kind != "List":
                item = {"apiVersion": data.get("apiVersion"), "kind": kind.removesuffix("List"), **item}
            prefix = (*manifest.prefix, "items", number)
            yield from _objects(replace(manifest, data=item, prefix=prefix))
        return
    for name in ("apiVersion", "kind"):
        if not isinstance(data.get(name), str) or not data[name]:
            raise InputError.of(
                f"is no Kubernetes object: `{name}` is missing or no text", manifest.location((name,))
            )
    yield manifest
